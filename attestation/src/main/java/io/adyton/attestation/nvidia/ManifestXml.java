// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Parses XML of strangers: no document type, nothing fetched, shallow, small. */
final class ManifestXml {
  private static final int MAX_BYTES = 1 << 20;
  private static final String MAX_DEPTH = "16";

  private ManifestXml() {}

  static Document parse(Bytes xml) throws MalformedEvidenceException {
    if (xml.length() > MAX_BYTES) {
      throw new MalformedEvidenceException(
          "manifest: expected at most %d bytes, found %d".formatted(MAX_BYTES, xml.length()));
    }
    try {
      return builder().parse(new ByteArrayInputStream(xml.toArray()));
    } catch (SAXException | IOException e) {
      throw new MalformedEvidenceException(
          "manifest: expected XML without a document type, and " + e.getMessage(), e);
    }
  }

  private static DocumentBuilder builder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
      factory.setExpandEntityReferences(false);
      factory.setXIncludeAware(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Refusing());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the Java platform's own XML parser has these features", e);
    }
  }

  /** Ends at the first error, and prints nothing. */
  private static final class Refusing implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
