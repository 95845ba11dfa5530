// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.identity.ChannelBinding;
import io.vertx.core.http.HttpConnection;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;

/** What a client knows of its TLS connection. */
record ClientChannel(X509Certificate certificate, Bytes exported) {
  static ClientChannel of(HttpConnection connection) throws UnattestedServerException {
    if (!(connection.sslSession() instanceof ExtendedSSLSession session)) {
      throw new UnattestedServerException("expected a TLS connection that exports keying material");
    }
    try {
      if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
        byte[] exported =
            session.exportKeyingMaterialData(
                ChannelBinding.EXPORTER_LABEL, new byte[0], ChannelBinding.CHANNEL_BYTES);
        return new ClientChannel(certificate, Bytes.of(exported));
      }
    } catch (SSLException e) {
      throw new UnattestedServerException(
          "expected a TLS 1.3 connection with a certificate, found " + session.getProtocol());
    }
    throw new UnattestedServerException("expected an X.509 certificate");
  }
}
