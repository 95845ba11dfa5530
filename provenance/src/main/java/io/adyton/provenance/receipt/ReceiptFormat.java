// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import io.adyton.provenance.json.CanonicalJson;
import io.adyton.provenance.json.CanonicalJson.Members;
import io.adyton.provenance.receipt.Receipt.Body;
import io.adyton.provenance.receipt.Receipt.Model;
import io.adyton.provenance.receipt.Receipt.Outcome;
import io.adyton.provenance.receipt.Receipt.Request;
import io.adyton.provenance.receipt.Receipt.Work;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Receipts as JSON. Reading is strict: a receipt has the members named here and no others. */
final class ReceiptFormat {
  private static final String WHERE = "receipt";
  private static final int MAX_BYTES = 16 << 10;
  private static final int SHA256_BYTES = 32;
  private static final int MOST_LEVEL = 4;
  private static final int MOST_STATUS = 599;
  private static final int LEAST_NONCE_BYTES = 16;
  private static final int MOST_NONCE_BYTES = 32;
  private static final Set<String> MEMBERS =
      Set.of(
          "eat_profile",
          "jti",
          "iat",
          "level",
          "evidence",
          "salt",
          "nonce",
          "req",
          "status",
          "out",
          "model",
          "params",
          "usage");

  private ReceiptFormat() {}

  static Members write(Receipt receipt) {
    Members json =
        CanonicalJson.object()
            .with("eat_profile", Receipt.PROFILE)
            .with("jti", receipt.id().text())
            .with("iat", receipt.issued().getEpochSecond())
            .with("level", receipt.level())
            .with("evidence", spell(receipt.evidence()))
            .with("salt", spell(receipt.salt()))
            .with("req", request(receipt.request()))
            .with("status", receipt.status());
    if (receipt.nonce().isPresent()) {
      json = json.with("nonce", spell(receipt.nonce().get()));
    }
    Members out = body(receipt.body());
    if (receipt.work().isPresent()) {
      Work work = receipt.work().get();
      json = json.with("model", model(work.model()));
      if (work.sampling().isPresent()) {
        json = json.with("params", sampling(work.sampling().get()));
      }
      if (work.outcome().isPresent()) {
        Outcome outcome = work.outcome().get();
        json = json.with("usage", usage(outcome));
        if (outcome.finishReason().isPresent()) {
          out = out.with("finish_reason", outcome.finishReason().get());
        }
      }
    }
    return json.with("out", out);
  }

  private static String spell(Bytes bytes) {
    return StrictJson.unpaddedBase64Url(bytes);
  }

  private static Members request(Request request) {
    Members json =
        CanonicalJson.object().with("method", request.method()).with("path", request.path());
    return request.sha256().isPresent() ? json.with("sha256", spell(request.sha256().get())) : json;
  }

  private static Members body(Body body) {
    return switch (body) {
      case Body.Whole whole ->
          CanonicalJson.object().with("sha256", spell(whole.sha256())).with("bytes", whole.bytes());
      case Body.Streamed streamed ->
          CanonicalJson.object()
              .with("chain", spell(streamed.chain()))
              .with("events", streamed.events())
              .with("bytes", streamed.bytes())
              .with("complete", streamed.complete());
    };
  }

  private static Members model(Model model) {
    return CanonicalJson.object()
        .with("id", model.name())
        .with("manifest", spell(model.manifest()))
        .with("engine", spell(model.engine()))
        .with("template_sha256", spell(model.template()))
        .with("n_ctx", model.contextTokens());
  }

  private static Members sampling(Sampling sampling) {
    return CanonicalJson.object()
        .with("seed", Long.toString(sampling.seed()))
        .with("temperature_e6", sampling.temperatureMillionths())
        .with("top_k", sampling.topK())
        .with("top_p_e6", sampling.topPMillionths())
        .with("min_p_e6", sampling.minPMillionths())
        .with("repetition_penalty_e6", sampling.repetitionPenaltyMillionths())
        .with("frequency_penalty_e6", sampling.frequencyPenaltyMillionths())
        .with("presence_penalty_e6", sampling.presencePenaltyMillionths())
        .with("biased_tokens", sampling.biasedTokens())
        .with("max_tokens", sampling.mostTokens());
  }

  private static Members usage(Outcome outcome) {
    return CanonicalJson.object()
        .with("prompt_tokens", outcome.promptTokens())
        .with("completion_tokens", outcome.completionTokens())
        .with("cached_tokens", outcome.cachedTokens());
  }

  static Receipt read(Bytes payload) throws MalformedEvidenceException {
    StrictJson json = StrictJson.object(WHERE, payload, MAX_BYTES).only(MEMBERS);
    demand(json.text("eat_profile").equals(Receipt.PROFILE), "the profile " + Receipt.PROFILE);
    StrictJson out = json.object("out");
    Optional<String> finishReason =
        out.has("finish_reason") ? Optional.of(out.text("finish_reason")) : Optional.empty();
    Receipt receipt =
        new Receipt(
            id(json.text("jti")),
            instant(json.number("iat")),
            json.number("level", MOST_LEVEL),
            json.unpaddedBase64Url("evidence", SHA256_BYTES),
            json.unpaddedBase64Url("salt", Receipt.SALT_BYTES),
            nonce(json),
            readRequest(json.object("req")),
            json.number("status", MOST_STATUS),
            readBody(out),
            json.has("model") ? Optional.of(readWork(json, finishReason)) : Optional.empty());
    demand(write(receipt).toBytes().equals(payload), "the canonical form (RFC 8785)");
    return receipt;
  }

  private static ReceiptId id(String text) throws MalformedEvidenceException {
    try {
      return new ReceiptId(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException("receipt.jti: " + e.getMessage(), e);
    }
  }

  private static Instant instant(long seconds) throws MalformedEvidenceException {
    demand(seconds >= 0 && seconds <= CanonicalJson.MOST, "a time after 1970");
    return Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond()));
  }

  private static Optional<Bytes> nonce(StrictJson json) throws MalformedEvidenceException {
    if (!json.has("nonce")) {
      return Optional.empty();
    }
    Bytes nonce = json.unpaddedBase64Url("nonce");
    demand(
        nonce.length() >= LEAST_NONCE_BYTES && nonce.length() <= MOST_NONCE_BYTES,
        "a nonce of 16 to 32 bytes");
    return Optional.of(nonce);
  }

  private static Request readRequest(StrictJson json) throws MalformedEvidenceException {
    json.only(Set.of("method", "path", "sha256"));
    return new Request(
        json.text("method"),
        json.text("path"),
        json.has("sha256")
            ? Optional.of(json.unpaddedBase64Url("sha256", SHA256_BYTES))
            : Optional.empty());
  }

  private static Body readBody(StrictJson json) throws MalformedEvidenceException {
    if (json.has("sha256")) {
      json.only(Set.of("sha256", "bytes", "finish_reason"));
      return new Body.Whole(
          json.unpaddedBase64Url("sha256", SHA256_BYTES), count(json.number("bytes")));
    }
    json.only(Set.of("chain", "events", "bytes", "complete", "finish_reason"));
    return new Body.Streamed(
        json.unpaddedBase64Url("chain", SHA256_BYTES),
        count(json.number("events")),
        count(json.number("bytes")),
        json.flag("complete"));
  }

  private static Work readWork(StrictJson json, Optional<String> finishReason)
      throws MalformedEvidenceException {
    StrictJson model =
        json.object("model").only(Set.of("id", "manifest", "engine", "template_sha256", "n_ctx"));
    return new Work(
        new Model(
            model.text("id"),
            model.unpaddedBase64Url("manifest", SHA256_BYTES),
            model.unpaddedBase64Url("engine", SHA256_BYTES),
            model.unpaddedBase64Url("template_sha256", SHA256_BYTES),
            model.number("n_ctx", Integer.MAX_VALUE)),
        json.has("params") ? Optional.of(readSampling(json.object("params"))) : Optional.empty(),
        json.has("usage")
            ? Optional.of(readOutcome(json.object("usage"), finishReason))
            : Optional.empty());
  }

  private static Sampling readSampling(StrictJson json) throws MalformedEvidenceException {
    json.only(
        Set.of(
            "seed",
            "temperature_e6",
            "top_k",
            "top_p_e6",
            "min_p_e6",
            "repetition_penalty_e6",
            "frequency_penalty_e6",
            "presence_penalty_e6",
            "biased_tokens",
            "max_tokens"));
    return new Sampling(
        seed(json.text("seed")),
        whole(json, "temperature_e6"),
        whole(json, "top_k"),
        whole(json, "top_p_e6"),
        whole(json, "min_p_e6"),
        whole(json, "repetition_penalty_e6"),
        whole(json, "frequency_penalty_e6"),
        whole(json, "presence_penalty_e6"),
        whole(json, "biased_tokens"),
        whole(json, "max_tokens"));
  }

  private static long seed(String text) throws MalformedEvidenceException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedEvidenceException("receipt.params.seed: expected a whole number", e);
    }
  }

  private static Outcome readOutcome(StrictJson json, Optional<String> finishReason)
      throws MalformedEvidenceException {
    json.only(Set.of("prompt_tokens", "completion_tokens", "cached_tokens"));
    return new Outcome(
        finishReason,
        json.number("prompt_tokens", Integer.MAX_VALUE),
        json.number("completion_tokens", Integer.MAX_VALUE),
        json.number("cached_tokens", Integer.MAX_VALUE));
  }

  private static int whole(StrictJson json, String name) throws MalformedEvidenceException {
    long value = json.number(name);
    demand(value == (int) value, name + " of 32 bits");
    return (int) value;
  }

  private static long count(long value) throws MalformedEvidenceException {
    demand(value >= 0 && value <= CanonicalJson.MOST, "a count");
    return value;
  }

  private static void demand(boolean holds, String expected) throws MalformedEvidenceException {
    if (!holds) {
      throw new MalformedEvidenceException("receipt: expected " + expected);
    }
  }
}
