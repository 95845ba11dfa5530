// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.text.Text;
import java.util.List;

/**
 * One prompt to continue.
 *
 * <p>A successful {@code submit} takes ownership of {@code promptTokens} and {@code stop}: the
 * scheduler fills the array with zeroes and closes the texts when the request ends.
 *
 * @param id name for logs and metrics; holds nothing of the content
 * @param tenant who pays, and whose share of the machine is used
 * @param weight the tenant's share relative to others, at least 1
 * @param priority higher runs first; 0 is ordinary
 * @param isolationDomain prefixes are shared inside one domain and never across
 * @param promptTokens token ids of the rendered prompt, at least one
 * @param maxTokens upper bound on completion tokens, at least 1
 * @param sampling how tokens are chosen
 * @param stop texts that end the completion and are not part of it
 * @param ignoreEndOfGeneration whether the model's own end marker is not obeyed
 * @param alternatives how many of the likeliest tokens are scored beside each token of the
 *     completion, or {@link TokenScores#NOT_WANTED}
 */
public record GenerationRequest(
    String id,
    String tenant,
    int weight,
    int priority,
    String isolationDomain,
    int[] promptTokens,
    int maxTokens,
    SamplingParams sampling,
    List<Text> stop,
    boolean ignoreEndOfGeneration,
    int alternatives) {

  /** Checks what can be checked without the model. */
  public GenerationRequest {
    if (promptTokens.length == 0) {
      throw new IllegalArgumentException("a prompt has at least one token");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1: " + maxTokens);
    }
    if (weight < 1) {
      throw new IllegalArgumentException("weight must be at least 1: " + weight);
    }
    if (alternatives < TokenScores.NOT_WANTED) {
      throw new IllegalArgumentException("alternatives must not be negative: " + alternatives);
    }
    stop = List.copyOf(stop);
    if (stop.stream().anyMatch(Text::isEmpty)) {
      throw new IllegalArgumentException("a stop text has at least one byte");
    }
  }

  /** Shows the size of the prompt, never its tokens. */
  @Override
  public String toString() {
    return "GenerationRequest[" + id + ", " + promptTokens.length + " prompt tokens]";
  }
}
