// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.metrics;

import io.adyton.scheduler.SchedulerLoad;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.function.Supplier;

/** The scheduler's own histogram of rows per step, read at every scrape. */
final class StepSizeHistogram implements Collector {
  private final String name;
  private final Labels labels;
  private final Supplier<SchedulerLoad> load;

  StepSizeHistogram(String name, Tags tags, Supplier<SchedulerLoad> load) {
    this.name = name;
    this.load = load;
    Labels.Builder builder = Labels.builder();
    tags.forEach(tag -> builder.label(tag.getKey(), tag.getValue()));
    this.labels = builder.build();
  }

  @Override
  public MetricSnapshot collect() {
    SchedulerLoad.StepSizes sizes = load.get().stepSizes();
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long counted = 0;
    for (int i = 0; i < sizes.counts().size(); i++) {
      buckets.bucket(sizes.upperBounds().get(i), sizes.counts().get(i));
      counted += sizes.counts().get(i);
    }
    buckets.bucket(Double.POSITIVE_INFINITY, Math.max(sizes.steps() - counted, 0));
    return HistogramSnapshot.builder()
        .name(name)
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.build())
                .sum((double) sizes.rows())
                .build())
        .build();
  }
}
