// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Claims;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.sev.AmdProduct;
import io.adyton.attestation.sev.TcbVersion;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a policy demands of one kind of processor. Debug mode is never acceptable, and no policy can
 * say otherwise.
 */
public sealed interface ProcessorDemands {
  /** Returns the guests or enclaves that may run; at least one. */
  Set<Image> images();

  /**
   * A guest or an enclave, by what its processor measured.
   *
   * @param measurements by the names of the claims
   */
  record Image(SortedMap<String, Bytes> measurements) {
    /** Copies the map. */
    public Image {
      measurements = Collections.unmodifiableSortedMap(new TreeMap<>(measurements));
    }

    /** Returns whether every measurement is the one that was claimed. */
    boolean isIn(Claims claims) {
      return measurements.entrySet().stream()
          .allMatch(
              entry ->
                  claims
                      .find(entry.getKey())
                      .equals(Optional.of(new Claim.Octets(entry.getValue()))));
    }

    @Override
    public String toString() {
      return measurements.entrySet().stream()
          .map(entry -> entry.getKey() + " " + entry.getValue().hex())
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * AMD SEV-SNP.
   *
   * @param products the lines of processors that are believed
   * @param leastTcb the least firmware, in each part, for lines that have an entry
   * @param allowSmt whether simultaneous multithreading may be on
   */
  record Snp(
      Set<Image> images,
      Set<AmdProduct> products,
      Map<AmdProduct, TcbVersion> leastTcb,
      boolean allowSmt)
      implements ProcessorDemands {
    /** Every line whose root keys are not known to be broken. */
    public static final Set<AmdProduct> SOUND_PRODUCTS = Set.of(AmdProduct.GENOA, AmdProduct.TURIN);

    /** Copies the collections. */
    public Snp {
      images = Set.copyOf(images);
      products = Set.copyOf(products);
      leastTcb = Map.copyOf(leastTcb);
    }
  }

  /**
   * Intel TDX or SGX.
   *
   * @param tcbStatuses what Intel may say of the platform besides {@code UpToDate}
   * @param leastEvaluation the least {@code tcbEvaluationDataNumber} of Intel's word
   */
  record Intel(Set<Image> images, Set<String> tcbStatuses, long leastEvaluation)
      implements ProcessorDemands {
    /** Copies the sets. */
    public Intel {
      images = Set.copyOf(images);
      tcbStatuses = Set.copyOf(tcbStatuses);
    }
  }

  /** AWS Nitro. */
  record Nitro(Set<Image> images) implements ProcessorDemands {
    /** Copies the set. */
    public Nitro {
      images = Set.copyOf(images);
    }
  }
}
