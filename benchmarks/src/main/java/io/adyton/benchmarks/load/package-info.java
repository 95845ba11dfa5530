// SPDX-License-Identifier: Apache-2.0
/**
 * Load on any OpenAI-compatible server, and what it was like to be the client.
 *
 * <p>Closed loop: a fixed number of clients, each sending its next request when the last one ended.
 * Open loop: requests arrive at random times whatever the server does, so a slow server cannot slow
 * down its own examination. Both are bounded in requests and in time.
 *
 * <h2>What is measured</h2>
 *
 * <ul>
 *   <li><b>TTFT</b>: from sending the request (open loop: from the moment it was due) to the first
 *       chunk with text. A chunk that only names the role does not count.
 *   <li><b>ITL</b>: every gap between two chunks with text of one request.
 *   <li><b>TPOT</b>: (E2E - TTFT) / (n - 1), once per request, n being the completion tokens the
 *       server reported. Where a chunk holds several tokens, ITL is larger than TPOT.
 *   <li><b>E2E</b>: to the last chunk with text.
 *   <li><b>Goodput</b>: requests per second that kept the objective: TTFT, and the mean gap.
 *       <b>Strict goodput</b>: TTFT, and every single gap.
 *   <li><b>Saturated decode</b>: tokens per second while every client of a closed loop was
 *       receiving tokens; what a bare decode loop is compared with.
 * </ul>
 */
@NullMarked
package io.adyton.benchmarks.load;

import org.jspecify.annotations.NullMarked;
