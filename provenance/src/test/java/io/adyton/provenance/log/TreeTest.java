// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final int MOST = 70;

  private final List<Bytes> leaves = new ArrayList<>();
  private final Tree tree = new Tree((level, index) -> node(level, index));

  TreeTest() {
    for (int i = 0; i < MOST; i++) {
      leaves.add(TreeHash.leaf(Bytes.of(("leaf " + i).getBytes(StandardCharsets.UTF_8))));
    }
  }

  private Bytes node(int level, long index) {
    return level == 0
        ? leaves.get((int) index)
        : TreeHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
  }

  /** MTH of RFC 9162, section 2.1.1, as it stands there. */
  private static Bytes definition(List<Bytes> hashes) {
    if (hashes.isEmpty()) {
      return TreeHash.EMPTY;
    }
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    int half = Integer.highestOneBit(hashes.size() - 1);
    return TreeHash.node(
        definition(hashes.subList(0, half)), definition(hashes.subList(half, hashes.size())));
  }

  @Test
  void hasTheRootOfTheStandard() {
    for (int size = 0; size <= MOST; size++) {
      assertThat(tree.root(size)).isEqualTo(definition(leaves.subList(0, size)));
    }
  }

  @Test
  void provesEveryLeafAndNoOther() {
    for (int size = 1; size <= MOST; size++) {
      Bytes root = tree.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = tree.inclusion(index, size);
        assertThat(proof.root(leaves.get(index))).contains(root);
        assertThat(proof.root(leaves.get((index + 1) % MOST))).isNotEqualTo(root);
        for (int other = 0; other < size; other++) {
          InclusionProof moved = new InclusionProof(other, size, proof.path());
          if (other != index) {
            assertThat(moved.root(leaves.get(index))).isNotEqualTo(java.util.Optional.of(root));
          }
        }
      }
    }
  }

  @Test
  void provesThatEverySizeGrewIntoEveryLaterOne() {
    for (int size = 0; size <= MOST; size++) {
      for (int older = 0; older <= size; older++) {
        ConsistencyProof proof = tree.consistency(older, size);
        assertThat(proof.leads(tree.root(older), tree.root(size))).isTrue();
        if (older > 0) {
          assertThat(proof.leads(tree.root(older - 1), tree.root(size))).isFalse();
        }
        if (older > 0 && older < size) {
          Bytes forged = Bytes.EMPTY.digest("SHA-256");
          assertThat(proof.leads(tree.root(older), forged)).isFalse();
          List<Bytes> longer = new ArrayList<>(proof.path());
          longer.add(forged);
          assertThat(
                  new ConsistencyProof(older, size, longer)
                      .leads(tree.root(older), tree.root(size)))
              .isFalse();
        }
      }
    }
  }
}
