// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.identity.ChannelBinding;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What both ends of one TLS 1.3 connection over loopback know of it.
 *
 * @param shown the server's certificate, as the client saw it
 * @param serverExported keying material that the server exports
 * @param clientExported keying material that the client exports
 */
record TlsLeg(X509Certificate shown, Bytes serverExported, Bytes clientExported) {
  private static final String PROTOCOL = "TLSv1.3";

  /** Connects to whoever holds these keys. */
  static TlsLeg to(X509ExtendedKeyManager keys) throws Exception {
    SSLContext serverContext = SSLContext.getInstance(PROTOCOL);
    serverContext.init(new KeyManager[] {keys}, new TrustManager[0], new SecureRandom());
    SSLContext clientContext = SSLContext.getInstance(PROTOCOL);
    clientContext.init(new KeyManager[0], new TrustManager[] {new Anybody()}, new SecureRandom());
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ExecutorService server = Executors.newVirtualThreadPerTaskExecutor();
        SSLServerSocket listener =
            (SSLServerSocket)
                serverContext.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      Future<Bytes> serverExported =
          server.submit(
              () -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                  socket.startHandshake();
                  socket.getOutputStream().write(1);
                  return exported(socket);
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              clientContext.getSocketFactory().createSocket(loopback, listener.getLocalPort())) {
        socket.startHandshake();
        Bytes clientExported = exported(socket);
        socket.getInputStream().read();
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return new TlsLeg(shown, serverExported.get(), clientExported);
      }
    }
  }

  private static Bytes exported(SSLSocket socket) throws Exception {
    ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
    return Bytes.of(
        session.exportKeyingMaterialData(
            ChannelBinding.EXPORTER_LABEL, new byte[0], ChannelBinding.CHANNEL_BYTES));
  }

  /** Leaves the question whom to trust to the evidence. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
