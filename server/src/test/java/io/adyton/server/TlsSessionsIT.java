// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class TlsSessionsIT {
  /** Trusts everything and counts how often it is asked, which a resumed session spares it. */
  private static final class CountingTrust implements X509TrustManager {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      asked.incrementAndGet();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException("no client certificates here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void showsItsCertificateOnEveryConnection() throws Exception {
    CountingTrust trust = new CountingTrust();
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {trust}, new SecureRandom());

    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      for (int connection = 1; connection <= 2; connection++) {
        assertThat(get(context, under.tls("/livez"))).startsWith("HTTP/1.1 200");
        assertThat(trust.asked).hasValue(connection);
      }
    }
  }

  /** Reads to the end, so that a ticket would have arrived. */
  private static String get(SSLContext context, URI uri) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + uri.getPath() + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
