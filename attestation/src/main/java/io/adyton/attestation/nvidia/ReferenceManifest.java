// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * A manifest of reference values (RIM): which measurements NVIDIA published for one version of a
 * driver or VBIOS.
 *
 * @param name the product, such as {@code GH100}
 * @param version the version it is for
 * @param active values by index, each with its alternatives; only those that must be compared
 * @param signature the one signature over all of it
 */
record ReferenceManifest(
    String name,
    String version,
    SortedMap<Integer, List<Bytes>> active,
    ManifestSignature signature) {
  private static final String SWID = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
  private static final String SHA384 = "http://www.w3.org/2001/04/xmlenc#sha384";
  private static final int MAX_INDEX = 254;
  private static final int MAX_ALTERNATIVES = 64;
  private static final int VALUE_BYTES = 48;

  ReferenceManifest {
    active = Collections.unmodifiableSortedMap(new TreeMap<>(active));
  }

  static ReferenceManifest read(Bytes xml) throws MalformedEvidenceException {
    Document document = ManifestXml.parse(xml);
    Element root = document.getDocumentElement();
    if (!isSwid(root, "SoftwareIdentity")) {
      throw refused("the root element SoftwareIdentity of SWID", root.getTagName());
    }
    // The signature is read first: nothing is taken from a document that it does not cover whole.
    ManifestSignature signature = ManifestSignature.read(document);
    return new ReferenceManifest(
        attribute(root, "name"),
        attribute(onlyChild(root, "Meta"), "colloquialVersion"),
        active(onlyChild(root, "Payload")),
        signature);
  }

  private static SortedMap<Integer, List<Bytes>> active(Element payload)
      throws MalformedEvidenceException {
    SortedMap<Integer, List<Bytes>> all = new TreeMap<>();
    SortedMap<Integer, List<Bytes>> active = new TreeMap<>();
    for (Element resource : elements(payload)) {
      if (!isSwid(resource, "Resource") || !attribute(resource, "type").equals("Measurement")) {
        throw refused("nothing but measurements in the payload", resource.getTagName());
      }
      int index = number(resource, "index", MAX_INDEX);
      List<Bytes> alternatives = alternatives(resource);
      if (all.put(index, alternatives) != null) {
        throw refused("each index once", index + " twice");
      }
      if (isActive(resource)) {
        active.put(index, alternatives);
      }
    }
    return active;
  }

  private static boolean isActive(Element resource) throws MalformedEvidenceException {
    String active = attribute(resource, "active");
    return switch (active) {
      case "True" -> true;
      case "False" -> false;
      default -> throw refused("True or False as 'active'", "something else");
    };
  }

  private static List<Bytes> alternatives(Element resource) throws MalformedEvidenceException {
    int count = number(resource, "alternatives", MAX_ALTERNATIVES);
    List<Bytes> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value(resource.getAttributeNodeNS(SHA384, "Hash" + i)));
    }
    if (count == 0 || hashes(resource) != count) {
      throw refused("as many hashes as 'alternatives' says, at least one", "another number");
    }
    return List.copyOf(values);
  }

  private static int hashes(Element resource) {
    int hashes = 0;
    NamedNodeMap attributes = resource.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      if (SHA384.equals(attributes.item(i).getNamespaceURI())) {
        hashes++;
      }
    }
    return hashes;
  }

  private static Bytes value(@Nullable Attr hash) throws MalformedEvidenceException {
    if (hash != null && hash.getValue().length() == 2 * VALUE_BYTES) {
      try {
        return Bytes.ofHex(hash.getValue());
      } catch (IllegalArgumentException e) {
        throw new MalformedEvidenceException("manifest: expected a hash in hexadecimal", e);
      }
    }
    throw refused("a SHA-384 hash", "none or one of another length");
  }

  private static int number(Element element, String name, int max)
      throws MalformedEvidenceException {
    String text = attribute(element, name);
    if (text.matches("0|[1-9][0-9]{0,3}") && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw refused("a number up to %d as '%s'".formatted(max, name), "something else");
  }

  private static String attribute(Element element, String name) throws MalformedEvidenceException {
    String value = element.getAttributeNS(null, name);
    if (value.isEmpty()) {
      throw refused("an attribute '%s' of %s".formatted(name, element.getTagName()), "none");
    }
    return value;
  }

  private static Element onlyChild(Element parent, String name) throws MalformedEvidenceException {
    List<Element> children =
        elements(parent).stream().filter(element -> isSwid(element, name)).toList();
    if (children.size() != 1) {
      throw refused("one " + name, Integer.toString(children.size()));
    }
    return children.getFirst();
  }

  private static List<Element> elements(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static boolean isSwid(Element element, String name) {
    return SWID.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  private static MalformedEvidenceException refused(String expected, String found) {
    return new MalformedEvidenceException(
        "manifest: expected %s, found %s".formatted(expected, found));
  }
}
