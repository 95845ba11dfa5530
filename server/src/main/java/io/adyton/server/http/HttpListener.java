// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * One address that is listened on, by as many event loops as it is deployed instances.
 *
 * <p>TLS 1.3 by the JDK's engine with HTTP/2 and HTTP/1.1 by ALPN, without resumption ({@link
 * SessionTickets}), or plain HTTP/1.1.
 */
public final class HttpListener extends VerticleBase {
  static {
    SessionTickets.turnOff();
  }

  private static final long MAX_HEADER_TABLE_BYTES = 4096;
  private static final int SMALL_CONTINUATIONS = 8;

  /**
   * What is listened on, and what becomes of requests.
   *
   * @param host local address
   * @param port 0 for any free one, the same for all instances
   * @param id tells listeners with a free port apart; 1 or more
   * @param keyManager the TLS identity, or null for plain HTTP
   */
  public record Settings(
      String host,
      int port,
      int id,
      @Nullable X509KeyManager keyManager,
      ConnectionLimits limits,
      Connections connections,
      Handler<HttpServerRequest> requests,
      Handler<HttpServerRequest> malformed) {}

  private final Settings settings;
  private final AtomicInteger boundPort;

  /**
   * Creates one instance.
   *
   * @param boundPort is set to the port once it is known
   */
  public HttpListener(Settings settings, AtomicInteger boundPort) {
    this.settings = settings;
    this.boundPort = boundPort;
  }

  @Override
  public Future<?> start() {
    HttpServer server =
        vertx
            .createHttpServer(options())
            .connectionHandler(settings.connections()::opened)
            .requestHandler(settings.requests())
            .invalidRequestHandler(settings.malformed());
    return server.listen(address()).onSuccess(bound -> boundPort.set(bound.actualPort()));
  }

  private SocketAddress address() {
    return settings.port() == 0
        ? SocketAddress.sharedRandomPort(settings.id(), settings.host())
        : SocketAddress.inetSocketAddress(settings.port(), settings.host());
  }

  private HttpServerOptions options() {
    ConnectionLimits limits = settings.limits();
    HttpServerOptions options =
        new HttpServerOptions()
            .setTcpNoDelay(true)
            .setMaxHeaderSize(limits.headBytes())
            .setMaxInitialLineLength(limits.lineBytes())
            .setHandle100ContinueAutomatically(true)
            .setDecompressionSupported(false)
            .setCompressionSupported(false)
            .setHttp2ClearTextEnabled(false)
            .setHttp2RstFloodMaxRstFramePerWindow(limits.resets())
            .setHttp2RstFloodWindowDuration((int) ConnectionLimits.RESET_WINDOW.toSeconds())
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
            .setHttp2MaxSmallContinuationFrames(SMALL_CONTINUATIONS)
            .setInitialSettings(
                new Http2Settings()
                    .setHeaderTableSize(MAX_HEADER_TABLE_BYTES)
                    .setMaxHeaderListSize(limits.headBytes())
                    .setMaxConcurrentStreams(limits.streams()));
    X509KeyManager keyManager = settings.keyManager();
    if (keyManager == null) {
      return options.setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
    }
    return options
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setSslEngineOptions(new JdkSSLEngineOptions())
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setSslHandshakeTimeout(limits.handshake().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setKeyCertOptions(KeyCertOptions.wrap(keyManager));
  }
}
