// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

/**
 * What an engine knows of the model it runs.
 *
 * @param architecture GGUF architecture name, such as {@code llama}
 * @param description the engine's own line on size and quantisation
 * @param chatTemplate Jinja source from the model file, empty where it has none
 * @param contextLength tokens one sequence can hold, prompt and completion together
 * @param trainingContextLength tokens the model was trained with
 * @param vocabularySize number of tokens
 * @param parameterCount number of weights
 * @param weightBytes size of the weights in memory
 */
public record ModelProfile(
    String architecture,
    String description,
    String chatTemplate,
    int contextLength,
    int trainingContextLength,
    int vocabularySize,
    long parameterCount,
    long weightBytes) {}
