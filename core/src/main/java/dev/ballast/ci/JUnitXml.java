package dev.ballast.ci;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Findings as JUnit XML, in the form that Surefire writes and build servers read: a suite a task, a
 * case a limit and a metric; a limit that does not hold is a failure, one that is not shown to is
 * skipped.
 */
public final class JUnitXml {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;
  private final Findings findings;

  private JUnitXml(Findings findings) throws XMLStreamException {
    this.findings = findings;
    this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
  }

  /** Return the document. */
  public static String of(Findings findings) {
    try {
      return new JUnitXml(findings).document();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory cannot be written", e);
    }
  }

  private String document() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    open("testsuites", "ballast " + findings.verb(), findings.all());
    Map<String, List<Finding>> suites = new LinkedHashMap<>();
    for (Finding finding : findings.all()) {
      String task = finding.name().task();
      suites.computeIfAbsent(
          task, name -> findings.all().stream().filter(f -> f.name().task().equals(name)).toList());
    }
    for (Map.Entry<String, List<Finding>> suite : suites.entrySet()) {
      suite(suite.getKey(), suite.getValue());
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    return text + "\n";
  }

  private void suite(String task, List<Finding> cases) throws XMLStreamException {
    open("testsuite", task, cases);
    xml.writeStartElement("properties");
    property("results", findings.results().toString());
    for (String mark : new TreeSet<>(findings.marks())) {
      property("mark", mark);
    }
    xml.writeEndElement();
    for (Finding one : cases) {
      testcase(one);
    }
    xml.writeEndElement();
  }

  private void open(String element, String name, List<Finding> cases) throws XMLStreamException {
    line();
    xml.writeStartElement(element);
    attribute("name", name);
    attribute("tests", String.valueOf(cases.size()));
    attribute("failures", String.valueOf(count(cases, Finding.Kind.FAILED)));
    attribute("errors", "0");
    if (element.equals("testsuite")) {
      // Jenkins' schema has it here alone.
      attribute("skipped", String.valueOf(count(cases, Finding.Kind.OPEN)));
    }
    attribute("time", "0");
  }

  private static long count(List<Finding> cases, Finding.Kind kind) {
    return cases.stream().filter(f -> f.kind() == kind).count();
  }

  private void property(String name, String value) throws XMLStreamException {
    xml.writeEmptyElement("property");
    attribute("name", name);
    attribute("value", value);
  }

  /** A case of a metric carries its class in front: two limits of one text stay two cases. */
  private void testcase(Finding one) throws XMLStreamException {
    line();
    xml.writeStartElement("testcase");
    attribute("name", one.title());
    attribute("classname", one.family() + "." + one.name().text());
    attribute("time", "0");
    switch (one.kind()) {
      case FAILED -> {
        xml.writeStartElement("failure");
        attribute("message", one.message());
        attribute("type", "limit");
      }
      case OPEN -> {
        xml.writeStartElement("skipped");
        attribute("message", one.message());
      }
      case PASSED, WORSE, NOTED -> xml.writeStartElement("system-out");
    }
    xml.writeCharacters(allowed(one.message()));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, allowed(value));
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  /** Put U+FFFD in the place of what XML 1.0 cannot hold (section 2.2). */
  private static String allowed(String value) {
    return value.replaceAll(
        "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
