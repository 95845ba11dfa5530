// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The enveloped XML signature of a manifest.
 *
 * <p>XML signatures sign what they point at, which need not be what a reader reads. So exactly one
 * form is taken: one signature in the document, directly below the root, with one reference to the
 * whole document, the two usual transforms and one set of algorithms. Whoever moves the signed
 * document elsewhere and puts another in its place is left without a signature over the whole.
 */
final class ManifestSignature {
  private static final String CANONICAL = "http://www.w3.org/2006/12/xml-c14n11";
  private static final String ECDSA_SHA384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
  private static final String SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
  private static final String SECURE_VALIDATION = "org.jcp.xml.dsig.secureValidation";

  private final Element element;
  private final List<X509Certificate> certificates;

  private ManifestSignature(Element element, List<X509Certificate> certificates) {
    this.element = element;
    this.certificates = List.copyOf(certificates);
  }

  /** Finds the only signature and demands its form; nothing is verified yet. */
  static ManifestSignature read(Document document) throws MalformedEvidenceException {
    NodeList found = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
    if (found.getLength() != 1
        || !(found.item(0) instanceof Element element)
        || !document.getDocumentElement().isSameNode(element.getParentNode())) {
      throw refused("one signature, directly below the root");
    }
    XMLSignature signature = unmarshal(element);
    requireForm(signature);
    return new ManifestSignature(element, certificates(signature.getKeyInfo()));
  }

  /** Returns the signer’s certificate and those above it; at least one. */
  List<X509Certificate> certificates() {
    return certificates;
  }

  /** Returns whether {@code key} signed the document from which this was read. */
  boolean isBy(PublicKey key) {
    try {
      DOMValidateContext context = new DOMValidateContext(key, element);
      context.setProperty(SECURE_VALIDATION, true);
      return factory().unmarshalXMLSignature(context).validate(context);
    } catch (MarshalException | XMLSignatureException e) {
      return false;
    }
  }

  private static void requireForm(XMLSignature signature) throws MalformedEvidenceException {
    SignedInfo info = signature.getSignedInfo();
    if (info.getReferences().size() != 1) {
      throw refused("one reference");
    }
    Reference reference = info.getReferences().getFirst();
    if (!"".equals(reference.getURI())) {
      throw refused("a reference to the whole document");
    }
    if (!algorithms(reference).equals(List.of(Transform.ENVELOPED, CANONICAL))) {
      throw refused("the transforms enveloped-signature and c14n11");
    }
    if (!info.getCanonicalizationMethod().getAlgorithm().equals(CANONICAL)
        || !info.getSignatureMethod().getAlgorithm().equals(ECDSA_SHA384)
        || !reference.getDigestMethod().getAlgorithm().equals(SHA384)) {
      throw refused("c14n11, ECDSA and SHA-384");
    }
    if (!signature.getObjects().isEmpty()) {
      throw refused("no objects inside the signature");
    }
  }

  private static List<String> algorithms(Reference reference) {
    return reference.getTransforms().stream()
        .map(
            transform ->
                transform.getParameterSpec() == null ? transform.getAlgorithm() : "parameters")
        .toList();
  }

  private static List<X509Certificate> certificates(KeyInfo keyInfo)
      throws MalformedEvidenceException {
    if (keyInfo == null
        || keyInfo.getContent().size() != 1
        || !(keyInfo.getContent().getFirst() instanceof X509Data data)) {
      throw refused("certificates, and nothing else, as key information");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object item : data.getContent()) {
      if (!(item instanceof X509Certificate certificate)) {
        throw refused("certificates, and nothing else, as key information");
      }
      certificates.add(certificate);
    }
    return certificates;
  }

  private static XMLSignature unmarshal(Element element) throws MalformedEvidenceException {
    try {
      return factory().unmarshalXMLSignature(new DOMStructure(element));
    } catch (MarshalException e) {
      throw new MalformedEvidenceException(
          "manifest signature: expected an XML signature, and " + e.getMessage(), e);
    }
  }

  private static XMLSignatureFactory factory() {
    return XMLSignatureFactory.getInstance("DOM");
  }

  private static MalformedEvidenceException refused(String expected) {
    return new MalformedEvidenceException(
        "manifest signature: expected %s, found otherwise".formatted(expected));
  }
}
