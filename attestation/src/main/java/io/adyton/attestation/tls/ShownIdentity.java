// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers every handshake with the newest of a few identities, and never as a client. A handshake
 * that began before a rotation ends with the identity it began with. Thread-safe.
 */
public final class ShownIdentity extends X509ExtendedKeyManager {
  private static final String KEY_TYPE = "EC";

  private final Supplier<List<TlsIdentity>> identities;

  /**
   * Creates one.
   *
   * @param identities the newest first; never empty
   */
  public ShownIdentity(Supplier<List<TlsIdentity>> identities) {
    this.identities = identities;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return aliasFor(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return aliasFor(keyType);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = aliasFor(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return find(alias).map(identity -> new X509Certificate[] {identity.certificate()}).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return find(alias).map(TlsIdentity::key).orElse(null);
  }

  private @Nullable String aliasFor(String keyType) {
    return KEY_TYPE.equals(keyType) ? identities.get().getFirst().publicKeyDigest() : null;
  }

  private Optional<TlsIdentity> find(String alias) {
    return identities.get().stream()
        .filter(identity -> identity.publicKeyDigest().equals(alias))
        .findFirst();
  }
}
