// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.tls.TlsIdentity;
import io.adyton.governance.keys.ApiKeyStore;
import io.adyton.provenance.log.TransparencyLog;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.Tokenizer;
import io.adyton.server.api.Api;
import io.adyton.server.api.Lifecycle;
import io.adyton.server.api.ServedModel;
import io.adyton.server.chat.ChatTemplate;
import io.adyton.server.chat.jinja.TemplateException;
import io.adyton.server.http.ConnectionLimits;
import io.adyton.server.http.HttpListener;
import io.adyton.server.metrics.ServerMetrics;
import io.adyton.server.openai.ApiError;
import io.adyton.server.receipt.ReceiptDesk;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model behind HTTP: the composition root of a server.
 *
 * <p><b>Guarantees.</b> {@link Builder#start} returns when every listener accepts connections, or
 * throws and leaves nothing behind. After {@link #close} no thread, socket or native memory of it
 * is left. Thread-safe.
 *
 * <p><b>Does not guarantee.</b> That requests in work are answered when {@link #close} is called
 * without {@link #drain}: they are ended with an error.
 */
public final class AdytonServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdytonServer.class);

  private enum Door {
    TLS,
    PLAIN,
    OPERATIONS
  }

  private final EventLoops eventLoops;
  private final BatchScheduler scheduler;
  private final ExecutorService workers;
  private final Api api;
  private final Duration farewell;
  private final Map<Door, AtomicInteger> ports = new EnumMap<>(Door.class);
  private volatile Lifecycle lifecycle = Lifecycle.READY;

  private AdytonServer(Builder builder, ServedModel model) {
    this.scheduler = builder.scheduler;
    this.farewell = builder.farewell;
    this.workers = Executors.newVirtualThreadPerTaskExecutor();
    this.eventLoops = EventLoops.start(builder.eventLoops);
    this.api =
        new Api(
            new Api.Parts(
                eventLoops.vertx(),
                workers,
                builder.clock,
                builder.random,
                model,
                scheduler::submit,
                scheduler::load,
                scheduler::allowance,
                scheduler::isAlive,
                builder.keys,
                builder.keyRequired,
                builder.operations == null,
                builder.limits,
                builder.keepAlive,
                builder.confidential,
                builder.usageInEveryStream,
                () -> lifecycle,
                builder.version,
                Optional.ofNullable(builder.attested),
                receipts(builder)));
  }

  /** Returns a builder without listeners. */
  public static Builder builder(BatchScheduler scheduler, ApiKeyStore keys) {
    return new Builder(scheduler, keys);
  }

  private Optional<ReceiptDesk> receipts(Builder builder) {
    return builder.attested == null || builder.log == null
        ? Optional.empty()
        : Optional.of(
            new ReceiptDesk(
                builder.attested,
                builder.log,
                workers,
                builder.clock,
                builder.random,
                ApiError.unlogged().toJson()));
  }

  private void listen(Builder builder) {
    if (builder.tls != null) {
      open(Door.TLS, builder.tls, Objects.requireNonNull(builder.keyManager), api::accept, builder);
    }
    if (builder.plain != null) {
      open(Door.PLAIN, builder.plain, null, api::accept, builder);
    }
    if (builder.operations != null) {
      open(Door.OPERATIONS, builder.operations, null, api::acceptOperator, builder);
    }
  }

  private void open(
      Door door,
      Listener listener,
      @Nullable X509KeyManager keyManager,
      Handler<HttpServerRequest> requests,
      Builder builder) {
    HttpListener.Settings settings =
        new HttpListener.Settings(
            listener.host(),
            listener.port(),
            door.ordinal() + 1,
            keyManager,
            builder.limits,
            api.connections(),
            requests,
            api::refuseMalformed);
    ports.put(door, eventLoops.listen(listener, settings));
  }

  /** Returns the port of the TLS listener, if there is one. */
  public OptionalInt tlsPort() {
    return port(Door.TLS);
  }

  /** Returns the port of the plain listener, if there is one. */
  public OptionalInt plainPort() {
    return port(Door.PLAIN);
  }

  /** Returns the port of the listener for operators, if there is one. */
  public OptionalInt operationsPort() {
    return port(Door.OPERATIONS);
  }

  private OptionalInt port(Door door) {
    AtomicInteger port = ports.get(door);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port.get());
  }

  /** Returns what the server is doing. */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /** Returns the meters. */
  public ServerMetrics metrics() {
    return api.metrics();
  }

  /**
   * Leaves in order: probes say no at once, new chats are served for {@code grace} and refused from
   * then on, those in work are given {@code patience} to end. Then {@link #close} ends the rest
   * with an error that says why. Blocks; one line per phase is logged.
   */
  public void drain(Duration grace, Duration patience) {
    lifecycle = Lifecycle.LEAVING;
    LOG.info("leaving: not ready any more, still serving for {}", grace);
    CompletableFuture<Void> graceOver =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS);
    graceOver.join();
    lifecycle = Lifecycle.DRAINING;
    LOG.info("draining: {} chats in work, given {}", api.chatsInWork(), patience);
    try {
      scheduler.drain().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("drained");
    } catch (TimeoutException e) {
      LOG.info("draining took too long: {} chats are ended", api.chatsInWork());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the scheduler did not drain", e);
    }
    close();
  }

  /**
   * Ends what is in work with an error, closes the listeners and the scheduler. Returns when all of
   * it is done; calling it again does nothing.
   *
   * <p>An engine that hangs is waited for no longer than {@link Builder#farewell} says. Then
   * connections are cut instead, and its thread and memory stay until the process ends.
   */
  @Override
  public synchronized void close() {
    if (lifecycle == Lifecycle.STOPPED) {
      return;
    }
    lifecycle = Lifecycle.DRAINING;
    if (scheduler.close(farewell)) {
      api.awaitIdle(farewell);
    } else {
      LOG.error(
          "the engine hangs in a step: {} chats are cut off; end the process to free its memory",
          api.chatsInWork());
    }
    lifecycle = Lifecycle.STOPPED;
    eventLoops.close();
    workers.close();
    LOG.info("stopped");
  }

  /** Collects what a server is made from. */
  public static final class Builder {
    private final BatchScheduler scheduler;
    private final ApiKeyStore keys;
    private String modelName = "";
    private String modelDigest = "";
    private @Nullable Listener tls;
    private @Nullable X509KeyManager keyManager;
    private @Nullable AttestedIdentity attested;
    private @Nullable TransparencyLog log;
    private @Nullable Listener plain;
    private @Nullable Listener operations;
    private boolean keyRequired = true;
    private ConnectionLimits limits = ConnectionLimits.DEFAULT;
    private Duration keepAlive = Duration.ofSeconds(10);
    private boolean confidential;
    private boolean usageInEveryStream;
    private Duration farewell = Duration.ofSeconds(5);
    private int eventLoops = Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, 8);
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();
    private String version = "unknown";

    private Builder(BatchScheduler scheduler, ApiKeyStore keys) {
      this.scheduler = scheduler;
      this.keys = keys;
    }

    /** Names the model: how requests call it, and the SHA-256 of its file, 64 lower-case digits. */
    public Builder model(String name, String digest) {
      modelName = name;
      modelDigest = digest;
      return this;
    }

    /** Listens for TLS 1.3, with HTTP/2 and HTTP/1.1. */
    public Builder tls(Listener listener, TlsIdentity shown) {
      tls = listener;
      keyManager = shown.keyManager();
      return this;
    }

    /** Listens for TLS 1.3 and answers who asks for evidence. */
    public Builder attestedTls(Listener listener, AttestedIdentity shown) {
      tls = listener;
      keyManager = shown.keyManager();
      attested = shown;
      return this;
    }

    /**
     * Gives receipts of answers, where TLS is attested, and enters them in a log of the caller's.
     */
    public Builder receipts(TransparencyLog entered) {
      log = entered;
      return this;
    }

    /** Listens for plain HTTP/1.1 too: everyone on the way reads along. */
    public Builder plainHttp(Listener listener) {
      plain = listener;
      return this;
    }

    /** Serves health and metrics on a listener of their own, and not to everybody any more. */
    public Builder operations(Listener listener) {
      operations = listener;
      return this;
    }

    /** Serves whoever reaches a listener as the tenant {@code local}, key or not. */
    public Builder allowCallersWithoutKey() {
      keyRequired = false;
      return this;
    }

    /** Serves only callers with a valid key; so it is where nothing else is said. */
    public Builder requireKeys() {
      keyRequired = true;
      return this;
    }

    /** Bounds connections and requests otherwise than by default. */
    public Builder limits(ConnectionLimits bounds) {
      limits = bounds;
      return this;
    }

    /** Sends a comment on a stream after this silence; 10 seconds where not set. */
    public Builder keepAlive(Duration silence) {
      keepAlive = silence;
      return this;
    }

    /**
     * Pads streams unless their requests say no, and refuses requests to keep what was said beyond
     * the answer.
     */
    public Builder confidential() {
      confidential = true;
      return this;
    }

    /** Counts tokens at the end of every stream, whether its request asked for it or not. */
    public Builder usageInEveryStream() {
      usageInEveryStream = true;
      return this;
    }

    /**
     * Waits at most this long for the engine's last step when closing, and again for the last bytes
     * of answers; 5 seconds where not set.
     */
    public Builder farewell(Duration limit) {
      farewell = limit;
      return this;
    }

    /** Uses this many event loops; where not set, a quarter of the processors. */
    public Builder eventLoops(int count) {
      eventLoops = count;
      return this;
    }

    /** Tells the time by {@code source}. */
    public Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /** Draws ids, seeds and secrets from {@code source}, which must be thread-safe. */
    public Builder random(RandomGenerator source) {
      random = source;
      return this;
    }

    /** Says this on {@code /version}. */
    public Builder version(String text) {
      version = text;
      return this;
    }

    private ServedModel servedModel() {
      Tokenizer tokenizer = scheduler.tokenizer();
      ModelProfile profile = scheduler.model();
      if (profile.chatTemplate().isEmpty()) {
        LOG.warn("the model has no chat template; its chats are rendered as ChatML");
      }
      return new ServedModel(
          modelName,
          modelDigest,
          profile,
          tokenizer,
          ChatTemplate.of(profile, tokenizer, clock),
          clock.instant());
    }

    /**
     * Opens the listeners. The scheduler is the server's from now on.
     *
     * @throws IllegalArgumentException if the model's name or digest is missing or malformed
     * @throws ListenException if a listener cannot be opened
     * @throws TemplateException if the model's chat template cannot be used. After every exception
     *     everything is closed again, the scheduler included
     */
    public AdytonServer start() {
      AdytonServer server;
      try {
        server = new AdytonServer(this, servedModel());
      } catch (RuntimeException e) {
        scheduler.close();
        throw e;
      }
      try {
        server.listen(this);
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
      return server;
    }
  }
}
