// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.AzureSnpVtpmEvidence;
import io.adyton.attestation.evidence.AzureTdxVtpmEvidence;
import io.adyton.attestation.evidence.Evidence;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tpm.device.Tpm;
import io.adyton.attestation.tpm.device.TpmHandle;
import io.adyton.attestation.tpm.device.TpmTransport;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * An Azure confidential guest through its vTPM: the paravisor writes the hardware's report into an
 * NV index and keeps an attestation key that the report binds.
 *
 * <p>The endorsement key's certificate (SEV-SNP) and the quote over the TD report (TDX) come from
 * services of the cloud and are fetched elsewhere. Thread-safe; callers wait for each other, a
 * fresh report takes seconds. Not to be called from an event loop.
 */
public final class AzureVtpm implements AutoCloseable {
  private static final TpmHandle REPORT_INDEX = new TpmHandle(0x01400001);
  private static final TpmHandle USER_DATA_INDEX = new TpmHandle(0x01400002);
  private static final TpmHandle ATTESTATION_KEY = new TpmHandle(0x81000003L);

  private static final int USER_DATA_BYTES = 64;
  private static final int REPORT_TYPE_OFFSET = 1224;
  private static final int SNP = 2;
  private static final int TDX = 4;
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int PAUSES = 5;

  private final Tpm tpm;
  private final Pause pause;

  /** Owns {@code transport} from now on. */
  public AzureVtpm(TpmTransport transport, SecureRandom random, Pause pause) {
    this.tpm = new Tpm(transport, random);
    this.pause = pause;
  }

  /** How the paravisor is given time. */
  public interface Pause {
    /** Waits. */
    void await(Duration duration) throws InterruptedException;
  }

  /**
   * Has the paravisor make a report for {@code userData}, and quotes the registers.
   *
   * @param userData 64 bytes, which the report's {@code user-data} will hold
   * @param qualifyingData what the vTPM's quote will hold, at most 34 bytes
   * @return {@link AzureSnpVtpmEvidence} or {@link AzureTdxVtpmEvidence}
   * @throws IOException if this is no such guest, or the paravisor does not answer in time
   */
  public synchronized Evidence collect(Bytes userData, Bytes qualifyingData)
      throws IOException, InterruptedException {
    if (userData.length() != USER_DATA_BYTES) {
      throw new IllegalArgumentException(
          "expected user data of %d bytes, found %d".formatted(USER_DATA_BYTES, userData.length()));
    }
    tpm.writeIndex(USER_DATA_INDEX, userData);
    Bytes report = awaitReport(userData);
    Optional<Quote> quote = Optional.of(RegisterQuote.take(tpm, ATTESTATION_KEY, qualifyingData));
    long type = reportType(report);
    if (type == SNP) {
      return new AzureSnpVtpmEvidence(report, Optional.empty(), quote);
    }
    if (type == TDX) {
      return new AzureTdxVtpmEvidence(report, Optional.empty(), IntelCollateral.NONE, quote);
    }
    throw new IOException(
        "expected an HCL report of type %d (SNP) or %d (TDX), found %d".formatted(SNP, TDX, type));
  }

  /** The paravisor says in no other way that it is done than by a report with the data. */
  private Bytes awaitReport(Bytes userData) throws IOException, InterruptedException {
    for (int pauses = 0; pauses < PAUSES; pauses++) {
      pause.await(PAUSE);
      Bytes report =
          tpm.readIndex(REPORT_INDEX)
              .orElseThrow(
                  () ->
                      new IOException(
                          "expected the HCL report of an Azure confidential guest in NV index %s,"
                                  .formatted(REPORT_INDEX)
                              + " found no such index"));
      if (holds(report, userData)) {
        return report;
      }
    }
    throw new IOException(
        "expected a report for our data within %d s, found an older one"
            .formatted(PAUSE.multipliedBy(PAUSES).toSeconds()));
  }

  private static boolean holds(Bytes report, Bytes userData) {
    return new String(report.toArray(), ISO_8859_1)
        .toLowerCase(Locale.ROOT)
        .contains("\"%s\"".formatted(userData.hex()));
  }

  private static long reportType(Bytes report) throws IOException {
    try {
      ByteReader reader = ByteReader.littleEndian("HCL report", report);
      reader.skip("report", REPORT_TYPE_OFFSET);
      return reader.u32("report_type");
    } catch (MalformedEvidenceException e) {
      throw new IOException("expected an HCL report, found a shorter one", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    tpm.close();
  }
}
