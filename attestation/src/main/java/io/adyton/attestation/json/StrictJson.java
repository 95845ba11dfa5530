// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON object or a member of one: no duplicate member anywhere, nothing after the end, nothing of
 * another type than asked for. Immutable. Every method that misses what it was asked for throws
 * {@link MalformedEvidenceException}, which names the path.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 16;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String where;
  private final JsonNode node;

  private StrictJson(String where, JsonNode node) {
    this.where = where;
    this.node = node;
  }

  /**
   * Reads a text that is one object.
   *
   * @param where the name of the text in error messages
   * @param maxBytes how long it may be
   */
  public static StrictJson object(String where, Bytes text, int maxBytes)
      throws MalformedEvidenceException {
    StrictJson whole = whole(where, text, maxBytes);
    return whole.mustBe(whole.node.isObject(), "an object");
  }

  /**
   * Reads a text that is one list.
   *
   * @param where the name of the text in error messages
   * @param maxBytes how long it may be
   */
  public static List<StrictJson> list(String where, Bytes text, int maxBytes)
      throws MalformedEvidenceException {
    return whole(where, text, maxBytes).elements();
  }

  private static StrictJson whole(String where, Bytes text, int maxBytes)
      throws MalformedEvidenceException {
    if (text.length() > maxBytes) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d bytes, found %d".formatted(where, maxBytes, text.length()));
    }
    try {
      return new StrictJson(where, MAPPER.readTree(text.toArray()));
    } catch (JsonProcessingException e) {
      throw new MalformedEvidenceException(
          "%s: expected JSON without duplicate members, found something else".formatted(where), e);
    } catch (IOException e) {
      throw new MalformedEvidenceException("%s: expected JSON".formatted(where), e);
    }
  }

  /**
   * Returns the bytes of a member's value exactly as they stand in a text that {@link #object}
   * read, for signatures that were made over them.
   */
  public static Bytes exactValue(String where, Bytes text, String name)
      throws MalformedEvidenceException {
    try (JsonParser parser = MAPPER.createParser(text.toArray())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (member.equals(name)) {
          parser.finishToken();
          return text.slice(start, (int) parser.currentLocation().getByteOffset());
        }
      }
    } catch (IOException e) {
      throw new MalformedEvidenceException("%s: expected JSON".formatted(where), e);
    }
    throw new MalformedEvidenceException(
        "%s: expected a member '%s', found none".formatted(where, name));
  }

  /** Demands that there is no member beside {@code names}. */
  public StrictJson only(Set<String> names) throws MalformedEvidenceException {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!names.contains(member.getKey())) {
        throw new MalformedEvidenceException(
            "%s: expected no members but %s, found another".formatted(where, new TreeSet<>(names)));
      }
    }
    return this;
  }

  /** Returns whether there is a member of this name that is not null. */
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** Returns the names of the members, sorted. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns a member that is an object. */
  public StrictJson object(String name) throws MalformedEvidenceException {
    StrictJson member = member(name);
    return member.mustBe(member.node.isObject(), "an object");
  }

  /** Returns the elements of a member that is a list. */
  public List<StrictJson> list(String name) throws MalformedEvidenceException {
    return member(name).elements();
  }

  /** Returns the elements of a list, or none where there is no such member. */
  public List<StrictJson> optionalList(String name) throws MalformedEvidenceException {
    return has(name) ? list(name) : List.of();
  }

  /** Returns a member that is text. */
  public String text(String name) throws MalformedEvidenceException {
    return member(name).text();
  }

  /** Returns this, which is text. */
  public String text() throws MalformedEvidenceException {
    return mustBe(node.isTextual(), "text").node.asText();
  }

  /** Returns a member that is text, or nothing where there is none or it is null. */
  public Optional<String> optionalText(String name) throws MalformedEvidenceException {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** Returns a member that is a whole number from 0 to {@code max}. */
  public int number(String name, int max) throws MalformedEvidenceException {
    StrictJson member = member(name);
    boolean inRange = member.node.isInt() && member.node.asInt() >= 0 && member.node.asInt() <= max;
    return member.mustBe(inRange, "a whole number from 0 to " + max).node.asInt();
  }

  /** Returns a member that is a whole number of at most 64 bits. */
  public long number(String name) throws MalformedEvidenceException {
    StrictJson member = member(name);
    boolean fits = member.node.isIntegralNumber() && member.node.canConvertToLong();
    return member.mustBe(fits, "a whole number").node.asLong();
  }

  /** Returns this, which is a whole number of at most 32 bits. */
  public int number() throws MalformedEvidenceException {
    return mustBe(node.isInt(), "a whole number").node.asInt();
  }

  /** Returns a member that is a time such as {@code 2026-01-01T00:00:00Z}. */
  public Instant time(String name) throws MalformedEvidenceException {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new MalformedEvidenceException(
          "%s.%s: expected a time such as 2026-01-01T00:00:00Z".formatted(where, name), e);
    }
  }

  /** Returns a member that is true or false. */
  public boolean flag(String name) throws MalformedEvidenceException {
    StrictJson member = member(name);
    return member.mustBe(member.node.isBoolean(), "true or false").node.asBoolean();
  }

  /** Returns a member that is bytes in hexadecimal. */
  public Bytes hex(String name) throws MalformedEvidenceException {
    return member(name).hex();
  }

  /** Returns this, which is bytes in hexadecimal. */
  public Bytes hex() throws MalformedEvidenceException {
    String text = text();
    try {
      return Bytes.of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException("%s: expected hexadecimal digits".formatted(where), e);
    }
  }

  /** Returns a member that is a known number of bytes in hexadecimal. */
  public Bytes hex(String name, int length) throws MalformedEvidenceException {
    Bytes bytes = hex(name);
    if (bytes.length() != length) {
      throw new MalformedEvidenceException(
          "%s.%s: expected %d bytes, found %d".formatted(where, name, length, bytes.length()));
    }
    return bytes;
  }

  /** Returns a member that is bytes in base64 with padding; each text has one reading. */
  public Bytes paddedBase64(String name) throws MalformedEvidenceException {
    Bytes bytes = lenientBase64(name);
    member(name)
        .mustBe(
            Base64.getEncoder().encodeToString(bytes.toArray()).equals(text(name)),
            "base64 with padding, in its one spelling");
    return bytes;
  }

  /**
   * Returns a member that is bytes in base64, padded or not, as documents of others are. Several
   * texts can have one reading.
   */
  public Bytes lenientBase64(String name) throws MalformedEvidenceException {
    String text = text(name);
    try {
      return Bytes.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException("%s.%s: expected base64".formatted(where, name), e);
    }
  }

  /**
   * Returns a member that is bytes in base64url, padded or not, as documents of others are. Several
   * texts can have one reading; for our own there is {@link #unpaddedBase64Url(String)}.
   */
  public Bytes lenientBase64Url(String name) throws MalformedEvidenceException {
    String text = text(name);
    try {
      return Bytes.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException("%s.%s: expected base64url".formatted(where, name), e);
    }
  }

  /** Returns a member that is bytes as a list of numbers from 0 to 255. */
  public Bytes byteList(String name) throws MalformedEvidenceException {
    return member(name).byteList();
  }

  /** Returns this, which is bytes as a list of numbers from 0 to 255. */
  public Bytes byteList() throws MalformedEvidenceException {
    mustBe(node.isArray(), "a list of numbers from 0 to 255");
    byte[] bytes = new byte[node.size()];
    for (int i = 0; i < bytes.length; i++) {
      JsonNode element = node.path(i);
      mustBe(
          element.isInt() && element.asInt() >= 0 && element.asInt() <= 0xff,
          "a list of numbers from 0 to 255");
      bytes[i] = (byte) element.asInt();
    }
    return Bytes.of(bytes);
  }

  private List<StrictJson> elements() throws MalformedEvidenceException {
    mustBe(node.isArray(), "a list");
    List<StrictJson> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new StrictJson(where + "[" + elements.size() + "]", element));
    }
    return List.copyOf(elements);
  }

  /** Returns a member that is bytes in base64url without padding; each text has one reading. */
  public Bytes unpaddedBase64Url(String name) throws MalformedEvidenceException {
    return member(name).unpaddedBase64Url();
  }

  /** Returns a member that is a known number of bytes in base64url without padding. */
  public Bytes unpaddedBase64Url(String name, int length) throws MalformedEvidenceException {
    Bytes bytes = unpaddedBase64Url(name);
    if (bytes.length() != length) {
      throw new MalformedEvidenceException(
          "%s.%s: expected %d bytes, found %d".formatted(where, name, length, bytes.length()));
    }
    return bytes;
  }

  /** Returns this, which is bytes in base64url without padding; each text has one reading. */
  public Bytes unpaddedBase64Url() throws MalformedEvidenceException {
    String text = text();
    try {
      Bytes bytes = Bytes.of(Base64.getUrlDecoder().decode(text));
      mustBe(unpaddedBase64Url(bytes).equals(text), "base64url without padding");
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(
          "%s: expected base64url without padding".formatted(where), e);
    }
  }

  /** Writes base64url without padding. */
  public static String unpaddedBase64Url(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
  }

  private StrictJson member(String name) throws MalformedEvidenceException {
    JsonNode member = node.get(name);
    if (member == null || member.isNull()) {
      throw new MalformedEvidenceException(
          "%s: expected a member '%s', found none".formatted(where, name));
    }
    return new StrictJson(where + "." + name, member);
  }

  private StrictJson mustBe(boolean holds, String expected) throws MalformedEvidenceException {
    if (!holds) {
      throw new MalformedEvidenceException("%s: expected %s".formatted(where, expected));
    }
    return this;
  }
}
