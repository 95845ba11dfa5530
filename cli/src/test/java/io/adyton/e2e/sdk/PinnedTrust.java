// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trust in one certificate and no other. */
public record PinnedTrust(SSLContext context, X509TrustManager manager) {
  /** Trusts the certificate in a PEM file. */
  public static PinnedTrust in(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      TrustManager[] managers = factory.getTrustManagers();
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, managers, null);
      return new PinnedTrust(context, (X509TrustManager) managers[0]);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot trust " + pem, e);
    }
  }
}
