// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a server was asked to do, checked and with every default filled in.
 *
 * @param model name in the model store, or path of a file
 * @param dataDirectory where everything that is kept lies
 * @param network where the server is reached, and by whom
 * @param trust what speaks for the machine
 * @param engine how the model is computed
 * @param usageInEveryStream whether streams count tokens unasked
 * @param drain how the server ends
 * @param digest SHA-256 of all settings, in hexadecimal
 */
public record ServerConfig(
    String model,
    Path dataDirectory,
    Network network,
    Trust trust,
    Engine engine,
    boolean usageInEveryStream,
    Drain drain,
    String digest) {

  /**
   * Addresses and who may use them.
   *
   * @param address what to listen on
   * @param tlsPort the API over TLS; 0 is any free port
   * @param httpPort the API without TLS, only ever present on a loopback address; 0 is any free one
   * @param managementPort metrics and health on 127.0.0.1; absent where the API's own ports serve
   *     them
   * @param requiresKey whether a request without a valid key is refused
   */
  public record Network(
      InetAddress address,
      int tlsPort,
      OptionalInt httpPort,
      OptionalInt managementPort,
      boolean requiresKey) {}

  /**
   * What speaks for the machine, and how a start is guarded.
   *
   * @param tpm where the TPM is reached; absent where there is none to speak
   * @param processor where the processor's evidence comes from, or {@code auto}; absent where none
   *     is asked for
   * @param collateral folder of what makers of hardware publish
   * @param strict whether a start that could be subverted is refused
   */
  public record Trust(
      Optional<String> tpm,
      Optional<String> processor,
      Optional<Path> collateral,
      boolean strict) {}

  /**
   * Sizes of the engine.
   *
   * @param contextTokens tokens of one request, prompt and completion together; 0 leaves it to the
   *     model
   * @param parallelRequests requests computed at the same time; 0 is as many as the KV memory holds
   * @param kvBytes memory for keys and values where the number of requests is left open
   * @param queuedRequests requests that may wait
   * @param batchTokens tokens of one step at most
   * @param threads threads that compute; 0 is one for each processor
   * @param gpuLayers layers on GPUs; -1 is all
   * @param splitMode how several GPUs share the model
   * @param devices names of the devices to use; empty is all
   */
  public record Engine(
      int contextTokens,
      int parallelRequests,
      long kvBytes,
      int queuedRequests,
      int batchTokens,
      int threads,
      int gpuLayers,
      SplitMode splitMode,
      List<String> devices) {
    /** Copies the device names. */
    public Engine {
      devices = List.copyOf(devices);
    }
  }

  /** How several GPUs share a model. */
  public enum SplitMode {
    /** One GPU holds all of it. */
    NONE,
    /** Each holds some layers. */
    LAYER,
    /** Each holds some rows of every matrix. */
    ROW
  }

  /**
   * The end of a server.
   *
   * @param acceptGrace how long new requests are still taken
   * @param timeout how long running requests may take after that
   */
  public record Drain(Duration acceptGrace, Duration timeout) {}

  /**
   * Makes sense of the settings as a whole.
   *
   * @throws ConfigException if two settings contradict each other
   */
  public static ServerConfig of(EffectiveSettings settings) {
    return new ServerConfig(
        settings.get(Settings.MODEL),
        settings.get(Settings.DATA_DIRECTORY),
        network(settings),
        trust(settings),
        engine(settings),
        Boolean.parseBoolean(settings.get(Settings.STREAM_FORCE_USAGE)),
        drain(settings),
        settings.digest());
  }

  /** Returns the same server on free ports of this machine, open without a key. */
  public ServerConfig onFreeLoopbackPorts() {
    return new ServerConfig(
        model,
        dataDirectory,
        new Network(
            InetAddress.ofLiteral("127.0.0.1"), 0, OptionalInt.of(0), OptionalInt.empty(), false),
        trust,
        engine,
        usageInEveryStream,
        drain,
        digest);
  }

  private static Trust trust(EffectiveSettings settings) {
    Optional<String> tpm = unlessNone(settings.get(Settings.TPM));
    Optional<String> processor = unlessNone(settings.get(Settings.EVIDENCE));
    return new Trust(
        tpm,
        processor,
        unlessNone(settings.get(Settings.COLLATERAL)).map(Path::of),
        tpm.isPresent()
            || processor.isPresent()
            || Boolean.parseBoolean(settings.get(Settings.STRICT)));
  }

  private static Optional<String> unlessNone(String value) {
    return Optional.of(value).filter(given -> !given.equals("none"));
  }

  private static Network network(EffectiveSettings settings) {
    InetAddress address = address(settings.get(Settings.LISTEN));
    int tlsPort = settings.get(Settings.PORT_TLS).intValue();
    int httpPort = settings.get(Settings.PORT_HTTP).intValue();
    boolean requiresKey = Boolean.parseBoolean(settings.get(Settings.REQUIRE_KEY));
    if (address.isLoopbackAddress()) {
      if (trust(settings).strict()) {
        if (settings.isGiven(Settings.PORT_HTTP)) {
          throw new ConfigException("a strict start offers no plain HTTP; leave http out");
        }
        return new Network(address, tlsPort, OptionalInt.empty(), OptionalInt.empty(), requiresKey);
      }
      if (tlsPort == httpPort && tlsPort != 0) {
        throw new ConfigException(
            "port and http are both " + tlsPort + "; give one of them another number");
      }
      return new Network(
          address, tlsPort, OptionalInt.of(httpPort), OptionalInt.empty(), requiresKey);
    }
    if (settings.isGiven(Settings.PORT_HTTP)) {
      throw new ConfigException(
          "plain HTTP is offered on loopback addresses only, and listen is "
              + address.getHostAddress()
              + "; leave http out, or listen on 127.0.0.1");
    }
    return new Network(
        address,
        tlsPort,
        OptionalInt.empty(),
        OptionalInt.of(settings.get(Settings.MANAGEMENT_PORT).intValue()),
        true);
  }

  private static Engine engine(EffectiveSettings settings) {
    if (settings.get(Settings.BATCH) < settings.get(Settings.PARALLEL)) {
      throw new ConfigException(
          "batch is "
              + settings.get(Settings.BATCH)
              + " and parallel is "
              + settings.get(Settings.PARALLEL)
              + "; a step needs room for one token of each request");
    }
    return new Engine(
        settings.get(Settings.CONTEXT).intValue(),
        settings.get(Settings.PARALLEL).intValue(),
        settings.get(Settings.KV_MEMORY) << 20,
        settings.get(Settings.QUEUE).intValue(),
        settings.get(Settings.BATCH).intValue(),
        settings.get(Settings.THREADS).intValue(),
        settings.get(Settings.GPU_LAYERS).intValue(),
        splitMode(settings),
        settings.get(Settings.DEVICES));
  }

  private static Drain drain(EffectiveSettings settings) {
    boolean behindLoadBalancer =
        !address(settings.get(Settings.LISTEN)).isLoopbackAddress()
            || settings.isGiven(Settings.DRAIN_ACCEPT_GRACE);
    return new Drain(
        behindLoadBalancer ? settings.get(Settings.DRAIN_ACCEPT_GRACE) : Duration.ZERO,
        settings.get(Settings.DRAIN_TIMEOUT));
  }

  private static InetAddress address(String text) {
    if (text.equals("localhost")) {
      return InetAddress.ofLiteral("127.0.0.1");
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "listen: expected an IP address such as 127.0.0.1, 0.0.0.0 or ::, got '" + text + "'");
    }
  }

  private static SplitMode splitMode(EffectiveSettings settings) {
    return switch (settings.get(Settings.SPLIT_MODE)) {
      case "none" -> SplitMode.NONE;
      case "row" -> SplitMode.ROW;
      default -> SplitMode.LAYER;
    };
  }
}
