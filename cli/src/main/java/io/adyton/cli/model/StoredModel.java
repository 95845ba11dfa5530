// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

/**
 * A model in the store.
 *
 * @param source where it came from: {@code catalog}, or the hub file and its commit
 * @param license as its author or the catalog calls it; {@code unknown} if nobody says
 * @param added when it was pulled, ISO 8601
 */
public record StoredModel(
    String name, String sha256, long bytes, String source, String license, String added) {}
