// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One level: what is said of platforms that are at least this new in each part.
 *
 * @param sgxComponents 16 versions
 * @param pceSvn version of the provisioning enclave
 * @param tdxComponents 16 versions, in documents for TDX
 * @param standing what is said
 */
record TcbLevel(Bytes sgxComponents, int pceSvn, Optional<Bytes> tdxComponents, Standing standing) {
  private static final int COMPONENTS = 16;

  static TcbLevel of(int version, StrictJson json) throws MalformedEvidenceException {
    StrictJson tcb = json.object("tcb");
    return new TcbLevel(
        version == 2 ? numbered(tcb) : listed(tcb, "sgxtcbcomponents"),
        tcb.number("pcesvn", 0xffff),
        tcb.has("tdxtcbcomponents")
            ? Optional.of(listed(tcb, "tdxtcbcomponents"))
            : Optional.empty(),
        Standing.of(json));
  }

  boolean covers(PckExtensions platform) {
    return platform.pceSvn() >= pceSvn && atLeast(platform.components(), sgxComponents, 0);
  }

  /** Versions 0 and 1 are the module's own, where it says which module it is. */
  boolean coversDomains(Bytes teeTcbSvn) {
    int first = teeTcbSvn.at(1) > 0 ? 2 : 0;
    return tdxComponents.isPresent() && atLeast(teeTcbSvn, tdxComponents.get(), first);
  }

  private static boolean atLeast(Bytes found, Bytes least, int first) {
    for (int i = first; i < COMPONENTS; i++) {
      if (found.at(i) < least.at(i)) {
        return false;
      }
    }
    return true;
  }

  private static Bytes listed(StrictJson tcb, String name) throws MalformedEvidenceException {
    List<StrictJson> components = tcb.list(name);
    if (components.size() != COMPONENTS) {
      throw new MalformedEvidenceException(
          "%s: expected 16 versions, found %d".formatted(name, components.size()));
    }
    byte[] versions = new byte[COMPONENTS];
    for (int i = 0; i < COMPONENTS; i++) {
      versions[i] = (byte) components.get(i).number("svn", 0xff);
    }
    return Bytes.of(versions);
  }

  /** Version 2 names each part by its number. */
  private static Bytes numbered(StrictJson tcb) throws MalformedEvidenceException {
    byte[] versions = new byte[COMPONENTS];
    for (int i = 0; i < COMPONENTS; i++) {
      String name = String.format(Locale.ROOT, "sgxtcbcomp%02dsvn", i + 1);
      versions[i] = (byte) tcb.number(name, 0xff);
    }
    return Bytes.of(versions);
  }
}
