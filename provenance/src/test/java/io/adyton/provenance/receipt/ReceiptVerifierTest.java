// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.SimulatedAttester;
import io.adyton.attestation.trust.ServerVerifier;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.provenance.log.TransparencyLog;
import io.adyton.provenance.receipt.ReceiptVerifier.Exhibits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Bytes WEIGHTS = Bytes.of(new byte[] {1}).digest("SHA-256");
  private static final Bytes ENGINE = Bytes.of(new byte[] {2}).digest("SHA-256");
  private static final Bytes REQUEST = utf8("{\"model\":\"m\"}");
  private static final TrustPolicy SIMULATED = TrustPolicy.DEFAULT.acceptingSimulated();
  private static final ReceiptId ID = ReceiptId.draw(NOW, new Random(1));
  private static final String STREAM =
      "data: one\n\n: keep-alive\n\ndata: two\n\n: adyton-receipt x\n\ndata: [DONE]\n\n";

  @TempDir Path directory;
  private final ReceiptVerifier verifier = new ReceiptVerifier(new ServerVerifier());
  private TransparencyLog log;
  private AttestedIdentity identity;

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void start() throws Exception {
    log = TransparencyLog.open(directory);
    identity =
        AttestedIdentity.create(
            new SimulatedAttester(Bytes.EMPTY),
            new AttestedIdentity.Facts(
                List.of(new Bound.Model("m", WEIGHTS)),
                new Bound.Engine("engine", "1", ENGINE),
                new Bound.Privacy(0, 0, "tenant"),
                Optional.of(log.key().spki())),
            new AttestedIdentity.Names(List.of("localhost"), List.of()),
            InstantSource.fixed(NOW),
            new SecureRandom());
  }

  @AfterEach
  void stop() {
    log.close();
  }

  private static Receipt.Body whole(String answer) {
    return new Receipt.Body.Whole(utf8(answer).digest("SHA-256"), answer.length());
  }

  private static Receipt.Body streamed(boolean complete) {
    EventChain chain = new EventChain(ID, REQUEST.digest("SHA-256"), WEIGHTS);
    new EventLines(chain, 1024)
        .accept(STREAM.getBytes(StandardCharsets.UTF_8), 0, STREAM.indexOf(": adyton-receipt"));
    return new Receipt.Body.Streamed(chain.head(), chain.events(), chain.bytes(), complete);
  }

  private ReceiptBundle bundle(Receipt.Body body, Bytes weights) {
    Receipt receipt =
        new Receipt(
            ID,
            NOW,
            identity.level(),
            identity.keptEvidence().digest("SHA-256"),
            Bytes.of(new byte[Receipt.SALT_BYTES]),
            Optional.of(Bytes.of(new byte[16])),
            new Receipt.Request("POST", "/v1/x", Optional.of(REQUEST.digest("SHA-256"))),
            200,
            body,
            Optional.of(
                new Receipt.Work(
                    new Receipt.Model("m", weights, ENGINE, ENGINE, 2048),
                    Optional.of(new Sampling(-1, 700_000, 0, 1_000_000, 0, 1_000_000, 0, 0, 0, 16)),
                    Optional.of(new Receipt.Outcome(Optional.of("stop"), 4, 2, 0)))));
    SignedReceipt signed = SignedReceipt.sign(receipt, identity.receiptKey());
    return new ReceiptBundle(
        signed.with(log.append(signed.leaf()).join()), identity.keptEvidence());
  }

  private ReceiptAppraisal verify(ReceiptBundle bundle, String response) {
    return verifier.verify(
        bundle, new Exhibits(Optional.of(REQUEST), Optional.of(utf8(response))), SIMULATED);
  }

  private static void assertRefuted(ReceiptAppraisal appraisal, String check) {
    assertThat(appraisal.verdict()).isInstanceOf(Verdict.Refused.class);
    assertThat(appraisal.verdict().checks())
        .filteredOn(each -> each.status() == Check.Status.REFUTED)
        .extracting(Check::id)
        .contains(check);
  }

  @Test
  void walksFromAnAnswerToItsWeightsAndSaysWhatIsNotThere() throws Exception {
    ReceiptBundle carried = ReceiptBundle.parse(bundle(whole("answer"), WEIGHTS).toBytes());

    ReceiptAppraisal appraisal = verify(carried, "answer");

    assertThat(appraisal.isAccepted()).as("%s", appraisal.verdict()).isTrue();
    assertThat(appraisal.level()).isZero();
    assertThat(appraisal.verdict().checks())
        .extracting(check -> check.status() + " " + check.id())
        .contains(
            "ASSERTED response",
            "ASSERTED request",
            "ASSERTED receipt.signature",
            "ASSERTED log.inclusion",
            "ASSERTED weights",
            "UNKNOWN certificate",
            "UNKNOWN data");
  }

  @Test
  void refusesSimulatedEvidenceUnlessItIsAllowed() {
    ReceiptAppraisal appraisal =
        verifier.verify(bundle(whole("answer"), WEIGHTS), Exhibits.NONE, TrustPolicy.DEFAULT);

    assertRefuted(appraisal, "evidence.simulated");
  }

  @Test
  void refusesAnotherAnswerAndAnotherRequest() {
    ReceiptBundle bundle = bundle(whole("answer"), WEIGHTS);

    assertRefuted(verify(bundle, "answer "), "response");
    assertRefuted(
        verifier.verify(bundle, new Exhibits(Optional.of(utf8("{}")), Optional.empty()), SIMULATED),
        "request");
  }

  @Test
  void refusesWeightsThatTheEvidenceDoesNotName() {
    assertRefuted(verify(bundle(whole("answer"), ENGINE), "answer"), "weights");
  }

  @Test
  void refusesAReceiptBesideTheProofOfAnother() {
    ReceiptBundle own = bundle(whole("answer"), WEIGHTS);
    ReceiptBundle other = bundle(whole("other"), WEIGHTS);
    SignedReceipt mixed = own.receipt().with(other.receipt().logged().orElseThrow());

    assertRefuted(verify(new ReceiptBundle(mixed, own.evidence()), "answer"), "log.inclusion");
  }

  @Test
  void holdsWhenARelayDroppedTheCommentsOfAStream() {
    ReceiptBundle bundle = bundle(streamed(true), WEIGHTS);

    assertThat(verify(bundle, STREAM).isAccepted()).isTrue();
    assertThat(verify(bundle, "data: one\n\ndata: two\n\ndata: [DONE]\n\n").isAccepted()).isTrue();
  }

  @Test
  void refusesEventsThatWereEditedReorderedDroppedOrAdded() {
    ReceiptBundle bundle = bundle(streamed(true), WEIGHTS);
    for (String other :
        List.of(
            STREAM.replace("one", "0ne"),
            "data: two\n\ndata: one\n\ndata: [DONE]\n\n",
            "data: one\n\ndata: [DONE]\n\n",
            STREAM + "data: three\n\n",
            STREAM.replace("data: [DONE]", "data: three"),
            STREAM.replace(": keep-alive\n", ": keep-alive\rdata: inserted\n"),
            STREAM.substring(0, STREAM.length() - 1))) {
      assertRefuted(verify(bundle, other), "response");
    }
  }

  @Test
  void vouchesForThePartOfAStreamThatBrokeOff() {
    ReceiptBundle bundle = bundle(streamed(false), WEIGHTS);

    assertThat(verify(bundle, "data: one\n\ndata: two\n\ndata: {\"error\":{}}\n\n").isAccepted())
        .isTrue();
    assertRefuted(verify(bundle, STREAM), "response");
  }

  @Test
  void believesNoBundleWhoseSignedContentWasChanged() {
    ReceiptBundle genuine = bundle(whole("answer"), WEIGHTS);
    byte[] bytes = genuine.toBytes().toArray();
    Random random = new Random(5);
    int count = Boolean.getBoolean("adyton.test.full") ? 1_000_000 : 5_000;
    for (int i = 0; i < count; i++) {
      byte[] mutated = bytes.clone();
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        ReceiptBundle read = ReceiptBundle.parse(Bytes.of(mutated));
        if (verifier.verify(read, Exhibits.NONE, SIMULATED).isAccepted()) {
          assertThat(read.receipt().payload()).isEqualTo(genuine.receipt().payload());
          assertThat(read.evidence()).isEqualTo(genuine.evidence());
          assertThat(read.receipt().logged().map(logged -> logged.checkpoint().text()))
              .isEqualTo(genuine.receipt().logged().map(logged -> logged.checkpoint().text()));
        }
      } catch (MalformedEvidenceException e) {
        assertThat(e).hasMessageContaining("expected");
      }
    }
  }
}
