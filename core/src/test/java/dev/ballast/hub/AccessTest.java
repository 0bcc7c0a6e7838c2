package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is closed is told with the way in; the token goes to the endpoint alone, never shown. */
class AccessTest {
  private static final String TOKEN = "hf_secretSecretSecret";
  private static final String FILE = "model.safetensors";

  @TempDir Path root;

  private final TestHub hub = new TestHub();
  private PullFixture fixture;

  @BeforeEach
  void open() {
    fixture = new PullFixture(hub, root);
    hub.small("config.json", "{}").large(FILE, PullTest.bytes(5000));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private String refusedBy(String key, TestHub.Reply reply) {
    hub.always(key, reply);
    String message = fixture.refused();
    hub.usually(key);
    assertThat(message).startsWith("3 ").doesNotContain(TOKEN);
    return message;
  }

  @Test
  void gated() {
    TestHub.Reply gated = TestHub.status(401, "X-Error-Code", "GatedRepo");
    assertThat(refusedBy("HEAD " + FILE, gated))
        .contains("org/name is gated", "no token was sent", "ask for access at " + hub.url())
        .contains(hub.url() + "/settings/tokens", "HF_TOKEN");
    fixture.environment.put("HF_TOKEN", TOKEN);
    assertThat(refusedBy("HEAD " + FILE, TestHub.status(403, "X-Error-Code", "GatedRepo")))
        .contains("the account of the token in HF_TOKEN has no access yet");
  }

  @Test
  void closedOrMissing() {
    assertThat(refusedBy("LIST", TestHub.status(401)))
        .contains("without a token there is no access to org/name (401)", "HF_TOKEN");
    assertThat(refusedBy("LIST", TestHub.status(401, "X-Error-Code", "RepoNotFound")))
        .contains("there is no model org/name at " + hub.url() + ", or it is private");
    assertThat(refusedBy("LIST", TestHub.status(404))).contains("--repo_type", "spelling");
    assertThat(refusedBy("LIST", TestHub.status(404, "X-Error-Code", "RevisionNotFound")))
        .contains("org/name has no revision main", hub.url() + "/org/name");
    assertThat(refusedBy("HEAD config.json", TestHub.status(404, "X-Error-Code", "EntryNotFound")))
        .contains("org/name has no file config.json");
    assertThat(refusedBy("GET config.json", TestHub.status(404))).contains("no file config.json");
    assertThat(refusedBy("LIST", TestHub.status(451))).contains("answered 451");
    fixture.environment.put("HF_TOKEN", TOKEN);
    assertThat(refusedBy("LIST", TestHub.status(403)))
        .contains("the token in HF_TOKEN does not open org/name (403)");
    assertThat(refusedBy("LIST", TestHub.status(401))).contains("the token is no longer valid");
    assertThat(fixture.rests).isEmpty();
  }

  @Test
  void theTokenGoesToTheEndpointAlone() {
    fixture.environment.put("HF_TOKEN", TOKEN + "\n");
    fixture.pull();
    assertThat(hub.seen("LIST").getFirst().authorization()).isEqualTo("Bearer " + TOKEN);
    assertThat(hub.seen("GET " + FILE).getFirst().authorization()).isEqualTo("Bearer " + TOKEN);
    assertThat(hub.seen("CDN " + FILE)).hasSize(1);
    assertThat(hub.seen("CDN " + FILE).getFirst().authorization()).isEqualTo("null");
  }

  @Test
  void aRedirectWithinTheEndpointKeepsTheToken() {
    fixture.environment.put("HF_TOKEN", TOKEN);
    hub.next(
        "LIST", TestHub.status(307, "Location", "/api/models/new/name/revision/main?blobs=true"));
    fixture.pull();
    assertThat(hub.seen("LIST")).hasSize(2);
    assertThat(hub.seen("LIST").getLast().authorization()).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void theTokenOfTheFile() throws IOException {
    fixture.environment.put("HF_HOME", root.toString());
    Files.writeString(root.resolve("token"), TOKEN + "\n");
    fixture.pull();
    assertThat(hub.seen("LIST").getFirst().authorization()).isEqualTo("Bearer " + TOKEN);
    fixture.environment.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
    fixture.pull();
    assertThat(hub.seen("LIST").getLast().authorization()).isEqualTo("null");
    Path other = Files.writeString(root.resolve("other"), "hf_other");
    fixture.environment.remove("HF_HUB_DISABLE_IMPLICIT_TOKEN");
    fixture.environment.put("HF_TOKEN_PATH", other.toString());
    fixture.pull();
    assertThat(hub.seen("LIST").getLast().authorization()).isEqualTo("Bearer hf_other");
  }

  @Test
  void whatCannotBeATokenOrAnAddressIsNotShown() {
    fixture.environment.put("HF_TOKEN", TOKEN + "\n" + TOKEN);
    assertThat(fixture.refused()).contains("2 the access token holds").doesNotContain(TOKEN);
    fixture.environment.put("HF_TOKEN", TOKEN + "é");
    assertThat(fixture.refused()).contains("2 the access token holds").doesNotContain(TOKEN);
    fixture.environment.remove("HF_TOKEN");
    for (String address :
        new String[] {
          "hub.example", "ftp://h", "http://u:pw@h", "http://h?x=pw", "http://a b", "http://h:65536"
        }) {
      fixture.environment.put("HF_ENDPOINT", address);
      assertThat(fixture.refused()).contains("2 not the address of a hub").doesNotContain("pw");
    }
    assertThat(hub.seen()).isEmpty();
  }

  @Test
  void theTokenHasNoText() {
    HubEndpoint endpoint = HubEndpoint.of(Map.of("HF_TOKEN", TOKEN), root);
    assertThat(endpoint.toString()).contains("the token of HF_TOKEN").doesNotContain(TOKEN);
    assertThat(endpoint.base()).hasToString("https://huggingface.co");
    assertThat(endpoint.owns(URI.create("https://HuggingFace.co:443/x"))).isTrue();
    assertThat(endpoint.owns(URI.create("http://huggingface.co/x"))).isFalse();
    assertThat(endpoint.owns(URI.create("https://huggingface.co.evil/x"))).isFalse();
    assertThat(endpoint.owns(URI.create("https://huggingface.co:8443/x"))).isFalse();
  }

  @Test
  void proxiesAreReadAsCurlReadsThem() {
    assertThat(Proxies.of(Map.of("NO_PROXY", "*"))).isEmpty();
    var proxies =
        Proxies.of(
                Map.of(
                    "HTTPS_PROXY",
                    "http://127.0.0.1:3128",
                    "no_proxy",
                    "near.example, *.b.example"))
            .orElseThrow();
    assertThat(proxies.select(URI.create("https://huggingface.co/x")).toString()).contains("3128");
    for (String direct :
        new String[] {
          "http://huggingface.co", "https://near.example", "https://a.near.example",
          "https://b.example", "https://localhost:1", "https://127.0.0.1"
        }) {
      assertThat(proxies.select(URI.create(direct))).containsExactly(Proxy.NO_PROXY);
    }
    for (String wrong :
        new String[] {"socks5://h:1", "http://u:pw@h:1", "http://", "a b", "h:65536"}) {
      assertThatThrownBy(() -> Proxies.of(Map.of("ALL_PROXY", wrong)))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("not a proxy", "ALL_PROXY")
          .hasMessageNotContaining("pw");
    }
  }
}
