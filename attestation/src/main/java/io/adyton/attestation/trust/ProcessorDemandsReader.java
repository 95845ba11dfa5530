// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import io.adyton.attestation.intel.TcbStatus;
import io.adyton.attestation.json.StrictJson;
import io.adyton.attestation.sev.AmdProduct;
import io.adyton.attestation.sev.TcbVersion;
import io.adyton.attestation.trust.ProcessorDemands.Image;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads what a policy demands of processors. */
final class ProcessorDemandsReader {
  /** The members of a policy that speak of processors. */
  static final Set<String> MEMBERS =
      Arrays.stream(Kind.values()).map(ProcessorDemandsReader::member).collect(Collectors.toSet());

  private static final int SHA256_BYTES = 32;
  private static final int SHA384_BYTES = 48;
  private static final int MAX_VERSION = 255;

  /** What every image must name, and what it may name besides. */
  private record Measurements(Map<String, Integer> required, Map<String, Integer> optional) {}

  private ProcessorDemandsReader() {}

  static Map<Kind, ProcessorDemands> read(StrictJson policy) throws MalformedEvidenceException {
    Map<Kind, ProcessorDemands> demands = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      if (policy.has(member(kind))) {
        demands.put(kind, read(kind, policy.object(member(kind))));
      }
    }
    return demands;
  }

  private static String member(Kind kind) {
    return switch (kind) {
      case SEV_SNP -> "snp";
      case TDX -> "tdx";
      case SGX -> "sgx";
      case NITRO -> "nitro";
    };
  }

  private static ProcessorDemands read(Kind kind, StrictJson json)
      throws MalformedEvidenceException {
    Set<Image> images = images(kind, json);
    return switch (kind) {
      case SEV_SNP -> {
        only(kind, json, Set.of("images", "products", "min_tcb", "allow_smt"));
        yield new ProcessorDemands.Snp(
            images,
            products(json),
            leastTcb(json),
            json.has("allow_smt") && json.flag("allow_smt"));
      }
      case TDX, SGX -> {
        only(kind, json, Set.of("images", "tcb_statuses", "min_tcb_evaluation"));
        yield new ProcessorDemands.Intel(
            images,
            statuses(kind, json),
            json.has("min_tcb_evaluation")
                ? json.number("min_tcb_evaluation", Integer.MAX_VALUE)
                : 0);
      }
      case NITRO -> {
        only(kind, json, Set.of("images"));
        yield new ProcessorDemands.Nitro(images);
      }
    };
  }

  /** A null could be read as "none" or as "any". */
  private static void only(Kind kind, StrictJson json, Set<String> names)
      throws MalformedEvidenceException {
    for (String name : json.only(names).names()) {
      require(json.has(name), kind, name + ": expected a value, found null");
    }
  }

  private static Measurements measurements(Kind kind) {
    return switch (kind) {
      case SEV_SNP ->
          new Measurements(Map.of("measurement", SHA384_BYTES), Map.of("host_data", SHA256_BYTES));
      case TDX ->
          new Measurements(
              Map.of(
                  "mr_td", SHA384_BYTES,
                  "rtmr0", SHA384_BYTES,
                  "rtmr1", SHA384_BYTES,
                  "rtmr2", SHA384_BYTES,
                  "rtmr3", SHA384_BYTES),
              Map.of(
                  "mr_config_id", SHA384_BYTES,
                  "mr_owner", SHA384_BYTES,
                  "mr_owner_config", SHA384_BYTES));
      case SGX -> new Measurements(Map.of("mr_enclave", SHA256_BYTES), Map.of());
      case NITRO ->
          new Measurements(
              Map.of(
                  "pcr.sha384.0", SHA384_BYTES,
                  "pcr.sha384.1", SHA384_BYTES,
                  "pcr.sha384.2", SHA384_BYTES),
              Map.of(
                  "pcr.sha384.3", SHA384_BYTES,
                  "pcr.sha384.4", SHA384_BYTES,
                  "pcr.sha384.8", SHA384_BYTES));
    };
  }

  private static Set<Image> images(Kind kind, StrictJson json) throws MalformedEvidenceException {
    Measurements named = measurements(kind);
    Set<Image> images = new HashSet<>();
    for (StrictJson image : json.list("images")) {
      SortedMap<String, Bytes> values = new TreeMap<>();
      for (String name : image.names()) {
        int length = named.required().getOrDefault(name, named.optional().getOrDefault(name, 0));
        require(length > 0, kind, "images: expected no measurement '%s'".formatted(name));
        values.put(name, digest(kind, name, image.text(name), length));
      }
      require(
          values.keySet().containsAll(named.required().keySet()),
          kind,
          "images: expected each of %s"
              .formatted(named.required().keySet().stream().sorted().toList()));
      images.add(new Image(values));
    }
    require(!images.isEmpty(), kind, "images: expected at least one, since anybody can rent one");
    return images;
  }

  private static Bytes digest(Kind kind, String name, String hex, int length)
      throws MalformedEvidenceException {
    require(
        hex.matches("[0-9a-f]{" + 2 * length + "}"),
        kind,
        "images.%s: expected %d lower-case hexadecimal digits".formatted(name, 2 * length));
    return Bytes.ofHex(hex);
  }

  private static Set<AmdProduct> products(StrictJson json) throws MalformedEvidenceException {
    if (!json.has("products")) {
      return ProcessorDemands.Snp.SOUND_PRODUCTS;
    }
    Set<AmdProduct> products = new HashSet<>();
    for (StrictJson name : json.list("products")) {
      products.add(product(name.text()));
    }
    require(!products.isEmpty(), Kind.SEV_SNP, "products: expected at least one");
    return products;
  }

  private static AmdProduct product(String name) throws MalformedEvidenceException {
    for (AmdProduct product : AmdProduct.values()) {
      if (product.label().equals(name)) {
        return product;
      }
    }
    throw new MalformedEvidenceException(
        "policy.snp: expected a product of %s, found '%s'"
            .formatted(Arrays.stream(AmdProduct.values()).map(AmdProduct::label).toList(), name));
  }

  private static Map<AmdProduct, TcbVersion> leastTcb(StrictJson json)
      throws MalformedEvidenceException {
    Map<AmdProduct, TcbVersion> least = new EnumMap<>(AmdProduct.class);
    if (json.has("min_tcb")) {
      StrictJson floors = json.object("min_tcb");
      for (String name : floors.names()) {
        least.put(product(name), tcb(product(name), floors.object(name)));
      }
    }
    return least;
  }

  private static TcbVersion tcb(AmdProduct product, StrictJson json)
      throws MalformedEvidenceException {
    boolean hasFmc =
        switch (product) {
          case MILAN, GENOA -> false;
          case TURIN -> true;
        };
    json.only(
        hasFmc
            ? Set.of("fmc", "bootloader", "tee", "snp", "microcode")
            : Set.of("bootloader", "tee", "snp", "microcode"));
    return TcbVersion.of(
        product,
        hasFmc ? json.number("fmc", MAX_VERSION) : 0,
        json.number("bootloader", MAX_VERSION),
        json.number("tee", MAX_VERSION),
        json.number("snp", MAX_VERSION),
        json.number("microcode", MAX_VERSION));
  }

  private static Set<String> statuses(Kind kind, StrictJson json)
      throws MalformedEvidenceException {
    Set<String> statuses = new HashSet<>();
    if (json.has("tcb_statuses")) {
      List<String> known =
          Arrays.stream(TcbStatus.values())
              .filter(status -> status != TcbStatus.REVOKED)
              .map(TcbStatus::label)
              .toList();
      for (StrictJson status : json.list("tcb_statuses")) {
        require(known.contains(status.text()), kind, "tcb_statuses: expected some of " + known);
        statuses.add(status.text());
      }
      require(!statuses.isEmpty(), kind, "tcb_statuses: expected at least one");
    }
    return statuses;
  }

  private static void require(boolean holds, Kind kind, String sentence)
      throws MalformedEvidenceException {
    if (!holds) {
      throw new MalformedEvidenceException("policy.%s.%s".formatted(member(kind), sentence));
    }
  }
}
