// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.metrics;

import io.adyton.scheduler.SchedulerLoad;
import io.adyton.scheduler.SchedulerSettings;
import io.adyton.scheduler.TokenEvent.Timings;
import io.adyton.scheduler.TokenEvent.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * The meters of one server and the page that shows them. Thread-safe.
 *
 * <p>Two registries, because Micrometer rewrites names to Prometheus's taste, which our own names
 * want and the borrowed ones do not survive.
 */
public final class ServerMetrics {
  private static final double[] SECONDS = {
    .001, .0025, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 10, 20, 40, 80, 160
  };
  private static final double[] TOKENS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000
  };
  private static final double NANOS = 1e-9;

  /** The KV cache has no blocks; routers are told of pieces of the shortest prefix reused. */
  private static final int BLOCK_TOKENS = SchedulerSettings.DEFAULT.shortestReuse();

  private final PrometheusMeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PrometheusMeterRegistry borrowed =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Tags model;

  private final DistributionSummary queue;
  private final DistributionSummary firstToken;
  private final DistributionSummary chat;
  private final DistributionSummary vllmFirstToken;
  private final DistributionSummary vllmInterToken;
  private final DistributionSummary vllmPerToken;
  private final DistributionSummary vllmWhole;
  private final DistributionSummary vllmQueue;
  private final DistributionSummary vllmInference;
  private final DistributionSummary vllmPrefill;
  private final DistributionSummary vllmDecode;
  private final DistributionSummary vllmPromptTokens;
  private final DistributionSummary vllmGenerationTokens;
  private final DistributionSummary vllmN;
  private final DistributionSummary vllmMaxTokens;
  private final DistributionSummary vllmMostGenerationTokens;

  /**
   * Creates the meters.
   *
   * @param modelName the label of the borrowed names
   * @param weightBytes what the model's weights take in memory
   * @param load the scheduler's figures, read at every scrape
   * @param chats chats that have begun and not ended
   * @param connections open connections
   * @param buffersInUse pieces of network memory in use
   * @param bodyBytes what request bodies hold that are being read
   * @param ready whether new requests are taken
   */
  public ServerMetrics(
      String modelName,
      long weightBytes,
      Supplier<SchedulerLoad> load,
      Supplier<Number> chats,
      Supplier<Number> connections,
      Supplier<Number> buffersInUse,
      Supplier<Number> bodyBytes,
      Supplier<Boolean> ready) {
    borrowed.config().namingConvention(NamingConvention.identity);
    model = Tags.of("model_name", modelName);
    new JvmMemoryMetrics().bindTo(own);
    new JvmThreadMetrics().bindTo(own);
    new ProcessorMetrics().bindTo(own);
    new UptimeMetrics().bindTo(own);
    gauge(AdytonMetrics.HTTP_CONNECTIONS, connections);
    gauge(AdytonMetrics.HTTP_BUFFERS, buffersInUse);
    gauge(AdytonMetrics.HTTP_BODIES, bodyBytes);
    gauge(AdytonMetrics.CHATS_ACTIVE, chats);
    gauge(AdytonMetrics.READY, () -> ready.get() ? 1 : 0);
    attestations("answered");
    gauge(AdytonMetrics.NATIVE_BYTES, Tags.of("area", "weights"), () -> weightBytes);
    gauge(AdytonMetrics.NATIVE_BYTES, Tags.of("area", "direct"), ServerMetrics::directBytes);
    queue = seconds(AdytonMetrics.QUEUE_DURATION);
    firstToken = seconds(AdytonMetrics.FIRST_TOKEN_DURATION);
    chat = seconds(AdytonMetrics.CHAT_DURATION);
    vllmFirstToken = summary(VllmMetrics.TIME_TO_FIRST_TOKEN_SECONDS, SECONDS);
    vllmInterToken = summary(VllmMetrics.INTER_TOKEN_LATENCY_SECONDS, SECONDS);
    vllmPerToken = summary(VllmMetrics.REQUEST_TIME_PER_OUTPUT_TOKEN_SECONDS, SECONDS);
    vllmWhole = summary(VllmMetrics.E2E_REQUEST_LATENCY_SECONDS, SECONDS);
    vllmQueue = summary(VllmMetrics.REQUEST_QUEUE_TIME_SECONDS, SECONDS);
    vllmInference = summary(VllmMetrics.REQUEST_INFERENCE_TIME_SECONDS, SECONDS);
    vllmPrefill = summary(VllmMetrics.REQUEST_PREFILL_TIME_SECONDS, SECONDS);
    vllmDecode = summary(VllmMetrics.REQUEST_DECODE_TIME_SECONDS, SECONDS);
    vllmPromptTokens = summary(VllmMetrics.REQUEST_PROMPT_TOKENS, TOKENS);
    vllmGenerationTokens = summary(VllmMetrics.REQUEST_GENERATION_TOKENS, TOKENS);
    vllmN = summary(VllmMetrics.REQUEST_PARAMS_N, 1, 2, 5, 10, 20);
    vllmMaxTokens = summary(VllmMetrics.REQUEST_PARAMS_MAX_TOKENS, TOKENS);
    vllmMostGenerationTokens = summary(VllmMetrics.REQUEST_MAX_NUM_GENERATION_TOKENS, TOKENS);
    bindLoad(load);
  }

  private void bindLoad(Supplier<SchedulerLoad> load) {
    counter(AdytonMetrics.PROMPT_TOKENS, load, SchedulerLoad::promptTokens);
    counter(AdytonMetrics.CACHED_TOKENS, load, SchedulerLoad::prefixCacheHits);
    counter(AdytonMetrics.COMPLETION_TOKENS, load, SchedulerLoad::generationTokens);
    counter(AdytonMetrics.PREEMPTIONS, load, SchedulerLoad::preemptions);
    counter(AdytonMetrics.STEPS, load, now -> now.stepSizes().steps());
    counter(AdytonMetrics.ROWS, load, now -> now.stepSizes().rows());
    gauge(AdytonMetrics.RUNNING, () -> load.get().running());
    gauge(AdytonMetrics.WAITING, () -> load.get().waiting());
    gauge(AdytonMetrics.KV_USAGE, () -> load.get().kvUsage());
    slots("idle", load, SchedulerLoad.Slots::idle);
    slots("prefilling", load, SchedulerLoad.Slots::prefilling);
    slots("decoding", load, SchedulerLoad.Slots::decoding);
    slots("resting", load, SchedulerLoad.Slots::resting);
    gauge(VllmMetrics.NUM_REQUESTS_RUNNING, () -> load.get().running());
    gauge(VllmMetrics.NUM_REQUESTS_WAITING, () -> load.get().waiting());
    gauge(VllmMetrics.KV_CACHE_USAGE_PERC, () -> load.get().kvUsage());
    Gauge.builder(VllmMetrics.CACHE_CONFIG_INFO.meterName(), () -> 1)
        .tags(model)
        .tag("block_size", Integer.toString(BLOCK_TOKENS))
        .tag("num_gpu_blocks", Long.toString(load.get().kvTokens() / BLOCK_TOKENS))
        .register(borrowed);
    counter(VllmMetrics.PROMPT_TOKENS_TOTAL, load, SchedulerLoad::promptTokens);
    counter(VllmMetrics.GENERATION_TOKENS_TOTAL, load, SchedulerLoad::generationTokens);
    counter(VllmMetrics.NUM_PREEMPTIONS_TOTAL, load, SchedulerLoad::preemptions);
    counter(VllmMetrics.PREFIX_CACHE_QUERIES, load, SchedulerLoad::prefixCacheQueries);
    counter(VllmMetrics.PREFIX_CACHE_HITS, load, SchedulerLoad::prefixCacheHits);
    borrowed
        .getPrometheusRegistry()
        .register(
            new StepSizeHistogram(VllmMetrics.ITERATION_TOKENS_TOTAL.meterName(), model, load));
  }

  private void slots(
      String state, Supplier<SchedulerLoad> load, ToIntFunction<SchedulerLoad.Slots> count) {
    gauge(AdytonMetrics.SLOTS, Tags.of("state", state), () -> count.applyAsInt(load.get().slots()));
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /**
   * Evidence was asked for.
   *
   * @param result {@code answered}, or the code of the refusal
   */
  public void attested(String result) {
    attestations(result).increment();
  }

  private Counter attestations(String result) {
    return Counter.builder(AdytonMetrics.ATTESTATIONS.meterName())
        .description(AdytonMetrics.ATTESTATIONS.description())
        .tag("result", result)
        .register(own);
  }

  /** An answer was sent. */
  public void answered(String route, int status) {
    Counter.builder(AdytonMetrics.HTTP_REQUESTS.meterName())
        .description(AdytonMetrics.HTTP_REQUESTS.description())
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(own)
        .increment();
  }

  /** Tokens followed each other at this distance. */
  public void interTokenNanos(long nanos, int tokens) {
    for (int i = 0; i < tokens; i++) {
      vllmInterToken.record(nanos * NANOS / tokens);
    }
  }

  /** The first token was sent this long after the request's head arrived. */
  public void firstTokenNanos(long nanos) {
    firstToken.record(nanos * NANOS);
    vllmFirstToken.record(nanos * NANOS);
  }

  /**
   * An admitted chat ended without an error.
   *
   * @param outcome {@code stop}, {@code length} or {@code abort}
   * @param maxTokens what its answer was bounded by
   */
  public void ended(String outcome, Usage usage, Timings timings, int maxTokens, long wholeNanos) {
    count(outcome);
    long decodeNanos = timings.endedNanos() - timings.firstTokenNanos();
    queue.record(timings.admittedNanos() * NANOS);
    chat.record(wholeNanos * NANOS);
    vllmWhole.record(wholeNanos * NANOS);
    vllmQueue.record(timings.admittedNanos() * NANOS);
    vllmInference.record((timings.endedNanos() - timings.admittedNanos()) * NANOS);
    vllmPrefill.record((timings.firstTokenNanos() - timings.admittedNanos()) * NANOS);
    vllmDecode.record(decodeNanos * NANOS);
    if (usage.completionTokens() > 1) {
      vllmPerToken.record(decodeNanos * NANOS / (usage.completionTokens() - 1));
    }
    vllmPromptTokens.record(usage.promptTokens());
    vllmGenerationTokens.record(usage.completionTokens());
    vllmMostGenerationTokens.record(usage.completionTokens());
    vllmN.record(1);
    vllmMaxTokens.record(maxTokens);
  }

  /** An admitted chat broke off. */
  public void failed() {
    count("error");
  }

  private void count(String outcome) {
    Counter.builder(AdytonMetrics.CHATS_ENDED.meterName())
        .description(AdytonMetrics.CHATS_ENDED.description())
        .tag("outcome", outcome)
        .register(own)
        .increment();
    Counter.builder(VllmMetrics.REQUEST_SUCCESS_TOTAL.meterName())
        .tags(model.and("finished_reason", outcome))
        .register(borrowed)
        .increment();
  }

  /** Returns the page of all meters in Prometheus's text format. */
  public String scrape() {
    return own.scrape() + borrowed.scrape();
  }

  /** Returns the registry of our own names, for meters that others bind. */
  public MeterRegistry registry() {
    return own;
  }

  private void gauge(AdytonMetrics metric, Supplier<Number> value) {
    gauge(metric, Tags.empty(), value);
  }

  private void gauge(AdytonMetrics metric, Tags tags, Supplier<Number> value) {
    Gauge.builder(metric.meterName(), value)
        .description(metric.description())
        .tags(tags)
        .register(own);
  }

  private void gauge(VllmMetrics metric, Supplier<Number> value) {
    Gauge.builder(metric.meterName(), value).tags(model).register(borrowed);
  }

  private void counter(
      AdytonMetrics metric, Supplier<SchedulerLoad> load, ToDoubleFunction<SchedulerLoad> value) {
    FunctionCounter.builder(metric.meterName(), load, now -> value.applyAsDouble(now.get()))
        .description(metric.description())
        .register(own);
  }

  private void counter(
      VllmMetrics metric, Supplier<SchedulerLoad> load, ToDoubleFunction<SchedulerLoad> value) {
    FunctionCounter.builder(metric.meterName(), load, now -> value.applyAsDouble(now.get()))
        .tags(model)
        .register(borrowed);
  }

  private DistributionSummary seconds(AdytonMetrics metric) {
    return DistributionSummary.builder(metric.meterName())
        .description(metric.description())
        .baseUnit("seconds")
        .serviceLevelObjectives(SECONDS)
        .register(own);
  }

  private DistributionSummary summary(VllmMetrics metric, double... buckets) {
    return DistributionSummary.builder(metric.meterName())
        .tags(model)
        .serviceLevelObjectives(buckets)
        .register(borrowed);
  }
}
