package dev.ballast.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

/** A Parquet file that anybody may have written. */
@Timeout(60)
class ParquetFileFuzzTest {
  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    Path file = FuzzInput.file("rows.parquet", data);
    FuzzInput.readOrRefuse(data.length, () -> ParquetFile.rows(file));
  }
}
