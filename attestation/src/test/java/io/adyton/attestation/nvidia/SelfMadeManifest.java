// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import io.adyton.attestation.x509.TrustAnchors;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A manifest as NVIDIA writes them, signed under a root that tests own. */
public final class SelfMadeManifest {
  static final String CANONICAL = "http://www.w3.org/2006/12/xml-c14n11";
  static final String SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";

  private static final TestAuthority ROOT =
      TestAuthority.root(
          "CN=Test Manifest Root", TestAuthority.ellipticCurve("secp384r1"), "SHA384withECDSA");
  private static final TestAuthority ISSUER =
      ROOT.authority(
          "CN=Test Reference Values",
          TestAuthority.ellipticCurve("secp384r1"),
          "SHA384withECDSA",
          Shape.AUTHORITY);

  KeyPair keys = TestAuthority.ellipticCurve("secp384r1");
  X509Certificate signer = ISSUER.leaf("CN=Test Signer", keys, Shape.LEAF);
  String reference = "";
  List<String> transforms = List.of(Transform.ENVELOPED, CANONICAL);
  String digest = SHA384;
  boolean objects;
  private final String version;
  private final List<String> resources = new ArrayList<>();

  public SelfMadeManifest(String version) {
    this.version = version;
  }

  public static TrustAnchors roots() {
    return TrustAnchors.of(ROOT.certificate());
  }

  static TestAuthority issuer() {
    return ISSUER;
  }

  /** Adds an active value with its alternatives. */
  public SelfMadeManifest with(int index, Bytes... alternatives) {
    StringBuilder hashes = new StringBuilder();
    for (int i = 0; i < alternatives.length; i++) {
      hashes.append(" h:Hash").append(i).append("=\"").append(alternatives[i].hex()).append('"');
    }
    return with(
        "<Resource type=\"Measurement\" index=\"%d\" active=\"True\" alternatives=\"%d\"%s/>"
            .formatted(index, alternatives.length, hashes));
  }

  /** Adds an element to the payload. */
  SelfMadeManifest with(String resource) {
    resources.add(resource);
    return this;
  }

  String unsigned() {
    return """
        <SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd"\
         xmlns:h="http://www.w3.org/2001/04/xmlenc#sha384" name="T100" tagId="t">
        <Meta colloquialVersion="%s" product="T100"/>
        <Payload>%s</Payload>
        </SoftwareIdentity>
        """
        .formatted(version, String.join("\n", resources));
  }

  public Bytes signed() {
    return signed(unsigned());
  }

  /** Signs a document of any content. */
  Bytes signed(String xml) {
    try {
      Document document = ManifestXml.parse(bytes(xml));
      Element root = document.getDocumentElement();
      if (root.hasAttribute("Id")) {
        root.setIdAttribute("Id", true);
      }
      sign(root);
      Transformer writer = TransformerFactory.newInstance().newTransformer();
      writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter text = new StringWriter();
      writer.transform(new DOMSource(document), new StreamResult(text));
      return bytes(text.toString());
    } catch (MalformedEvidenceException
        | GeneralSecurityException
        | MarshalException
        | XMLSignatureException
        | TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(UTF_8));
  }

  static String text(Bytes bytes) {
    return new String(bytes.toArray(), UTF_8);
  }

  private void sign(Element root)
      throws GeneralSecurityException, MarshalException, XMLSignatureException {
    XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    List<Transform> applied = new ArrayList<>();
    for (String transform : transforms) {
      applied.add(factory.newTransform(transform, (TransformParameterSpec) null));
    }
    DigestMethod digestMethod = factory.newDigestMethod(digest, null);
    Reference whole = factory.newReference(reference, digestMethod, applied, null, null);
    SignedInfo info =
        factory.newSignedInfo(
            factory.newCanonicalizationMethod(CANONICAL, (C14NMethodParameterSpec) null),
            factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", null),
            List.of(whole));
    KeyInfoFactory keyInfo = factory.getKeyInfoFactory();
    List<XMLObject> inside =
        objects ? List.of(factory.newXMLObject(List.of(), "o", null, null)) : List.of();
    factory
        .newXMLSignature(
            info,
            keyInfo.newKeyInfo(List.of(keyInfo.newX509Data(List.of(signer, ISSUER.certificate())))),
            inside,
            null,
            null)
        .sign(new DOMSignContext(keys.getPrivate(), root));
  }
}
