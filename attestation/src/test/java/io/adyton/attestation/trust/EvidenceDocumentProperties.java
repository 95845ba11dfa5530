// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.SimulatedAttester;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class EvidenceDocumentProperties {
  private static final TrustPolicy POLICY = TrustPolicy.DEFAULT.acceptingSimulated();
  private static final Bytes LOG = Bytes.of(new byte[40]);

  private final EvidenceDocument genuine;
  private final ServerConnection connection;

  EvidenceDocumentProperties() throws Exception {
    AttestedIdentity identity = GenuineServer.identity(new SimulatedAttester(LOG));
    Bytes nonce = GenuineServer.drawn(32);
    genuine = identity.evidence(nonce, identity.certificate(), Optional.empty());
    connection =
        new ServerConnection(identity.certificate(), nonce, Optional.empty(), Optional.empty());
  }

  @Property
  void isRefusedOrSaysTheSameAfterAnyChange(
      @ForAll @IntRange(max = 1 << 20) int position,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] bytes = genuine.toBytes().toArray();
    bytes[position % bytes.length] ^= (byte) change;

    isRefusedOrSaysTheSame(bytes);
  }

  @Property
  void isRefusedOrSaysTheSameAfterAnyInsertion(
      @ForAll @IntRange(max = 1 << 20) int position, @ForAll byte inserted) {
    byte[] bytes = genuine.toBytes().toArray();
    int at = position % (bytes.length + 1);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[at] = inserted;
    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);

    isRefusedOrSaysTheSame(longer);
  }

  @Property
  void isRefusedWhenCutOff(@ForAll @IntRange(max = 1 << 20) int position) {
    Bytes whole = genuine.toBytes();

    assertThat(verify(whole.slice(0, position % whole.length())).isAccepted()).isFalse();
  }

  /**
   * The log of simulated evidence is signed by nobody, which is one reason why it proves nothing.
   */
  private void isRefusedOrSaysTheSame(byte[] bytes) {
    ServerAppraisal appraisal = verify(Bytes.of(bytes));

    if (appraisal.isAccepted()) {
      EvidenceDocument read = appraisal.document().orElseThrow();
      assertThat(read.anchor()).isEqualTo(genuine.anchor());
      assertThat(read.level()).isEqualTo(genuine.level());
      assertThat(((Submodule.Simulated) read.submodules().getFirst()).key())
          .isEqualTo(((Submodule.Simulated) genuine.submodules().getFirst()).key());
    }
  }

  private ServerAppraisal verify(Bytes document) {
    return new ServerVerifier().verify(document, connection, GenuineServer.NOW, POLICY);
  }
}
