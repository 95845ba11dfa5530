// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.identity.ChannelBinding;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;

/**
 * The TLS connection a request came over.
 *
 * @param certificate what this server showed on it
 * @param exported its exported keying material (RFC 9266), 32 bytes
 */
record TlsChannel(X509Certificate certificate, Bytes exported) {
  /** Returns the connection's channel, or nothing where it is not encrypted. */
  static Optional<TlsChannel> of(HttpServerRequest request) throws SSLException {
    if (!(request.connection().sslSession() instanceof ExtendedSSLSession session)
        || session.getLocalCertificates() == null
        || !(session.getLocalCertificates()[0] instanceof X509Certificate certificate)) {
      return Optional.empty();
    }
    try {
      byte[] exported =
          session.exportKeyingMaterialData(
              ChannelBinding.EXPORTER_LABEL, new byte[0], ChannelBinding.CHANNEL_BYTES);
      return Optional.of(new TlsChannel(certificate, Bytes.of(exported)));
    } catch (SSLKeyException e) {
      throw new SSLException("this TLS session exports no keying material", e);
    }
  }
}
