// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that evidence is bound to.
 *
 * @param tlsKey SHA-256 of the TLS key's SubjectPublicKeyInfo
 * @param receiptKey the Ed25519 key that signs bindings and receipts, SubjectPublicKeyInfo in DER
 * @param logKey the Ed25519 key that signs the log's checkpoints, SubjectPublicKeyInfo in DER;
 *     empty where there is no log
 * @param certificate SHA-256 of the certificate's TBSCertificate without the evidence inside
 * @param channel exported keying material of the TLS connection; empty if not asked for
 * @param devices SHA-256 of the evidence of each device
 * @param models what is served
 * @param engine what computes
 * @param privacy what an onlooker can still learn
 * @param boot 32 bytes drawn when the process started
 * @param notAfter after which nothing here is claimed any more, in whole seconds
 */
public record Bound(
    Bytes tlsKey,
    Bytes receiptKey,
    Optional<Bytes> logKey,
    Bytes certificate,
    Optional<Bytes> channel,
    List<Device> devices,
    List<Model> models,
    Engine engine,
    Privacy privacy,
    Bytes boot,
    Instant notAfter) {
  private static final int MAX_BYTES = 64 << 10;
  private static final int SHA256_BYTES = 32;
  private static final long MAX_SECONDS = 1L << 40;
  private static final Set<String> MEMBERS =
      Set.of("keys", "cert", "chan", "devices", "models", "engine", "privacy", "boot", "not_after");

  /**
   * A device with evidence of its own.
   *
   * @param id name of the submodule
   * @param sha256 digest of its evidence
   */
  public record Device(String id, Bytes sha256) {}

  /**
   * A model that is served.
   *
   * @param id how requests name it
   * @param manifest SHA-256 of its manifest; the digest of the one file until there are manifests
   */
  public record Model(String id, Bytes manifest) {}

  /**
   * What computes.
   *
   * @param name name of the library
   * @param version its version
   * @param sha256 digest over its files
   */
  public record Engine(String name, String version, Bytes sha256) {}

  /**
   * What an onlooker can still learn from sizes and times.
   *
   * @param padBytes streams are padded to multiples of this; 0 is no padding
   * @param batchMillis tokens are held back this long to hide their rhythm; 0 is not at all
   * @param prefixCache among whom prefixes are shared
   */
  public record Privacy(int padBytes, int batchMillis, String prefixCache) {}

  /** Copies the lists. */
  public Bound {
    devices = List.copyOf(devices);
    models = List.copyOf(models);
  }

  /** Writes the bytes that are hashed and carried. */
  public Bytes toBytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode keys = json.putArray("keys");
    keys.addObject()
        .put("id", "tls")
        .put("kind", "spki-sha256")
        .put("value", StrictJson.unpaddedBase64Url(tlsKey));
    keys.addObject()
        .put("id", "receipt")
        .put("alg", "EdDSA")
        .put("spki", StrictJson.unpaddedBase64Url(receiptKey));
    logKey.ifPresent(
        key ->
            keys.addObject()
                .put("id", "log")
                .put("alg", "EdDSA")
                .put("spki", StrictJson.unpaddedBase64Url(key)));
    json.put("cert", StrictJson.unpaddedBase64Url(certificate));
    channel.ifPresent(
        value ->
            json.putObject("chan")
                .put("type", "tls-exporter")
                .put("value", StrictJson.unpaddedBase64Url(value)));
    ArrayNode deviceList = json.putArray("devices");
    devices.forEach(
        device ->
            deviceList
                .addObject()
                .put("id", device.id())
                .put("sha256", StrictJson.unpaddedBase64Url(device.sha256())));
    ArrayNode modelList = json.putArray("models");
    models.forEach(
        model ->
            modelList
                .addObject()
                .put("id", model.id())
                .put("manifest_sha256", StrictJson.unpaddedBase64Url(model.manifest())));
    json.putObject("engine")
        .put("name", engine.name())
        .put("version", engine.version())
        .put("sha256", StrictJson.unpaddedBase64Url(engine.sha256()));
    json.putObject("privacy")
        .put("pad", privacy.padBytes())
        .put("batch_ms", privacy.batchMillis())
        .put("prefix_cache", privacy.prefixCache());
    json.put("boot", StrictJson.unpaddedBase64Url(boot));
    json.put("not_after", notAfter.getEpochSecond());
    return Bytes.of(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads BOUND.
   *
   * @throws MalformedEvidenceException if a member is missing, unknown, there twice or of another
   *     form
   */
  public static Bound parse(Bytes bytes) throws MalformedEvidenceException {
    StrictJson json = StrictJson.object("bound", bytes, MAX_BYTES).only(MEMBERS);
    BoundKeys keys = BoundKeys.read(json.list("keys"));
    Optional<Bytes> channel = Optional.empty();
    if (json.has("chan")) {
      StrictJson chan = json.object("chan").only(Set.of("type", "value"));
      if (!chan.text("type").equals("tls-exporter")) {
        throw new MalformedEvidenceException("bound.chan.type: expected tls-exporter");
      }
      channel = Optional.of(chan.unpaddedBase64Url("value", SHA256_BYTES));
    }
    List<Device> devices = new ArrayList<>();
    for (StrictJson device : json.list("devices")) {
      device.only(Set.of("id", "sha256"));
      devices.add(new Device(device.text("id"), device.unpaddedBase64Url("sha256", SHA256_BYTES)));
    }
    List<Model> models = new ArrayList<>();
    for (StrictJson model : json.list("models")) {
      model.only(Set.of("id", "manifest_sha256"));
      models.add(
          new Model(model.text("id"), model.unpaddedBase64Url("manifest_sha256", SHA256_BYTES)));
    }
    StrictJson engine = json.object("engine").only(Set.of("name", "version", "sha256"));
    StrictJson privacy = json.object("privacy").only(Set.of("pad", "batch_ms", "prefix_cache"));
    return new Bound(
        keys.tls(),
        keys.receipt(),
        keys.log(),
        json.unpaddedBase64Url("cert", SHA256_BYTES),
        channel,
        devices,
        models,
        new Engine(
            engine.text("name"),
            engine.text("version"),
            engine.unpaddedBase64Url("sha256", SHA256_BYTES)),
        new Privacy(
            privacy.number("pad", Integer.MAX_VALUE),
            privacy.number("batch_ms", Integer.MAX_VALUE),
            privacy.text("prefix_cache")),
        json.unpaddedBase64Url("boot", SHA256_BYTES),
        instant(json.number("not_after")));
  }

  private static Instant instant(long seconds) throws MalformedEvidenceException {
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new MalformedEvidenceException(
          "bound.not_after: expected 0 to %d, found %d".formatted(MAX_SECONDS, seconds));
    }
    return Instant.ofEpochSecond(seconds);
  }
}
