// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is loaded. {@link #defaults()} is right for a machine without GPUs and puts as much
 * as fits on GPUs where there are some.
 *
 * @param gpuLayers layers to keep on GPUs; {@link #ALL_LAYERS} for all
 * @param splitMode how several GPUs share the model
 * @param mainDevice index of the GPU that {@link SplitMode#NONE} uses
 * @param devices names of the GPUs to use, see {@link Device#name()}; {@code null} for all, empty
 *     for none
 * @param loadMode how weights come into memory
 * @param repackWeights whether weights may be copied into a layout the processor likes better,
 *     which is faster and costs their size in memory again
 * @param checkTensors whether every weight is checked for being a number while loading
 * @param vocabularyOnly whether only metadata and vocabulary are loaded; no context can be opened
 * @param progress told how far loading is; {@code null} for nobody
 */
public record ModelOptions(
    int gpuLayers,
    SplitMode splitMode,
    int mainDevice,
    @Nullable List<String> devices,
    LoadMode loadMode,
    boolean repackWeights,
    boolean checkTensors,
    boolean vocabularyOnly,
    @Nullable LoadProgress progress) {
  /** Value of {@link #gpuLayers()} that stands for every layer. */
  public static final int ALL_LAYERS = -1;

  public ModelOptions {
    if (gpuLayers < ALL_LAYERS) {
      throw new IllegalArgumentException(
          "gpuLayers must be a number of layers or " + ALL_LAYERS + " for all, not " + gpuLayers);
    }
    if (mainDevice < 0) {
      throw new IllegalArgumentException("mainDevice must not be negative, but is " + mainDevice);
    }
    devices = devices == null ? null : List.copyOf(devices);
  }

  /** Returns the options that suit most. */
  public static ModelOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {
    private int gpuLayers = ALL_LAYERS;
    private SplitMode splitMode = SplitMode.LAYER;
    private int mainDevice;
    private @Nullable List<String> devices;
    private LoadMode loadMode = LoadMode.AUTO;
    private boolean repackWeights = true;
    private boolean checkTensors;
    private boolean vocabularyOnly;
    private @Nullable LoadProgress progress;

    private Builder() {}

    /** Keeps this many layers on GPUs; {@link #ALL_LAYERS}, the default, for all. */
    public Builder gpuLayers(int layers) {
      gpuLayers = layers;
      return this;
    }

    /** Shares the model among GPUs this way; {@link SplitMode#LAYER} by default. */
    public Builder splitMode(SplitMode mode) {
      splitMode = mode;
      return this;
    }

    /** Uses the GPU of this index where only one is used; 0 by default. */
    public Builder mainDevice(int index) {
      mainDevice = index;
      return this;
    }

    /** Uses only the GPUs of these names; all by default, none for an empty list. */
    public Builder devices(List<String> names) {
      devices = names;
      return this;
    }

    /** Loads weights this way; {@link LoadMode#AUTO} by default. */
    public Builder loadMode(LoadMode mode) {
      loadMode = mode;
      return this;
    }

    /** Lets weights be repacked for the processor, or not; on by default. */
    public Builder repackWeights(boolean repack) {
      repackWeights = repack;
      return this;
    }

    /** Checks every weight for being a number, or not; off by default. */
    public Builder checkTensors(boolean check) {
      checkTensors = check;
      return this;
    }

    /** Loads metadata and vocabulary only, or everything; everything by default. */
    public Builder vocabularyOnly(boolean only) {
      vocabularyOnly = only;
      return this;
    }

    /** Tells {@code listener} how far loading is; nobody by default. */
    public Builder progress(LoadProgress listener) {
      progress = listener;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException when a number is out of its range
     */
    public ModelOptions build() {
      return new ModelOptions(
          gpuLayers,
          splitMode,
          mainDevice,
          devices,
          loadMode,
          repackWeights,
          checkTensors,
          vocabularyOnly,
          progress);
    }
  }
}
