// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** A rule of docs/architecture.md with the classes of the broken house that it must catch. */
enum HouseRule {
  NATIVE_BINDINGS_USE_NO_OTHER_ROOM(
      root -> arrows(root, Room.NATIVE_BINDINGS), "llama.LlamaUsingServer"),
  ATTESTATION_USES_NO_OTHER_ROOM(
      root -> arrows(root, Room.ATTESTATION), "attestation.AttestationUsingScheduler"),
  SCHEDULER_USES_ONLY_THE_LLAMA_BINDINGS(
      root -> arrows(root, Room.SCHEDULER),
      "scheduler.SchedulerUsingGguf",
      "scheduler.SchedulerUsingServer"),
  PROVENANCE_USES_ATTESTATION_AND_GGUF(
      root -> arrows(root, Room.PROVENANCE),
      "provenance.ProvenanceUsingLlama",
      "provenance.ProvenanceUsingGovernance"),
  GOVERNANCE_USES_ATTESTATION_AND_PROVENANCE(
      root -> arrows(root, Room.GOVERNANCE), "governance.GovernanceUsingScheduler"),
  SERVER_USES_NEITHER_LLAMA_NOR_THE_OUTER_ROOMS(
      root -> arrows(root, Room.SERVER), "server.ServerUsingLlama", "server.ServerUsingClient"),
  CLIENT_USES_ATTESTATION_AND_PROVENANCE(
      root -> arrows(root, Room.CLIENT), "client.ClientUsingServer"),
  BENCHMARKS_DO_NOT_USE_THE_CLI(
      root -> arrows(root, Room.BENCHMARKS), "benchmarks.BenchmarksUsingCli"),
  EVERY_CLASS_LIVES_IN_A_ROOM(
      root -> classes().should(liveInARoom(root)).allowEmptyShould(true), "attic.Stray"),
  FOREIGN_MEMORY_ONLY_IN_NATIVE_BINDINGS(
      root ->
          onlyIn(
              root,
              "java.lang.foreign..",
              ".llama..",
              ".cuda..",
              ".gguf..",
              ".attestation.collect.."),
      "scheduler.SchedulerUsingForeignMemory"),
  VERTX_ONLY_IN_SERVER_AND_CLIENT(
      root -> onlyIn(root, "io.vertx..", ".server..", ".client.."),
      "scheduler.SchedulerUsingVertx"),
  NETTY_ONLY_IN_SERVER_AND_CLIENT(
      root -> onlyIn(root, "io.netty..", ".server..", ".client.."),
      "scheduler.SchedulerUsingNetty"),
  BOUNCY_CASTLE_ONLY_IN_ATTESTATION(
      root -> onlyIn(root, "org.bouncycastle..", ".attestation.."),
      "server.ServerUsingBouncyCastle"),
  INTERNAL_PACKAGES_ARE_ENTERED_FROM_THEIR_OWN_ROOM(
      root -> classes().should(enterNoForeignInternals(root)).allowEmptyShould(true),
      "provenance.ProvenanceUsingInternals"),
  /** A room's own package holds what its inner packages share, and what puts them together. */
  NO_CYCLES_BETWEEN_INNER_PACKAGES(
      root ->
          slices().matching(root + ".(*).(**)").should().beFreeOfCycles().allowEmptyShould(true),
      "server.east.East",
      "server.west.West"),
  PACKAGES_ARE_NAMED_BY_ROLE(
      root ->
          noClasses()
              .should()
              .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..")
              .allowEmptyShould(true),
      "server.util.Leftover"),
  TYPES_ARE_DOMAIN_NOUNS(
      root ->
          classes()
              .should(not(haveNameMatching(".*(Impl|Manager|Utils?|Helper)(\\$.*)?")))
              .allowEmptyShould(true),
      "server.SlotManager",
      "server.TokenUtils",
      "server.ChatHelper",
      "server.EngineImpl"),
  ACCESSORS_DO_WITHOUT_GET(
      root -> methods().should(doWithoutGet()).allowEmptyShould(true), "server.Getter.getValue()"),
  PACKAGES_ARE_NULL_MARKED(
      root ->
          classes()
              .that(areNotGenerated())
              .should()
              .resideInAPackage("..")
              .andShould(resideInANullMarkedPackage())
              .allowEmptyShould(true),
      "attic.Stray");

  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");

  private final Function<String, ArchRule> rule;
  private final List<String> counterExamples;

  HouseRule(Function<String, ArchRule> rule, String... counterExamples) {
    this.rule = rule;
    this.counterExamples = List.of(counterExamples);
  }

  /** Returns the rule for the house whose packages start with {@code root}. */
  ArchRule under(String root) {
    return rule.apply(root);
  }

  /** Returns the names, below the root of the broken house, that this rule must report. */
  List<String> counterExamples() {
    return counterExamples;
  }

  private static ArchRule arrows(String root, Room room) {
    return noClasses()
        .that()
        .resideInAnyPackage(room.packages(root))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(room.forbidden(root))
        .allowEmptyShould(true);
  }

  private static ArchRule onlyIn(String root, String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            Arrays.stream(packages).map(name -> root + name).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  private static ArchCondition<JavaClass> liveInARoom(String root) {
    return condition(
        "live in a room of the house",
        type ->
            Room.holding(root, type.getPackageName()).findAny().isPresent()
                ? Stream.empty()
                : Stream.of(type.getName() + " lives in no room"));
  }

  private static ArchCondition<JavaClass> enterNoForeignInternals(String root) {
    return condition(
        "enter internal packages of their own room only",
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> entersForeignInternals(root, dependency))
                .map(Dependency::getDescription));
  }

  private static boolean entersForeignInternals(String root, Dependency dependency) {
    String target = dependency.getTargetClass().getPackageName();
    return (target + ".").contains(".internal.")
        && Room.holding(root, target)
            .anyMatch(
                room ->
                    Room.holding(root, dependency.getOriginClass().getPackageName())
                        .noneMatch(room::equals));
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return condition(
        "reside in a package that is @NullMarked",
        type ->
            type.getPackage().isAnnotatedWith(NullMarked.class)
                ? Stream.empty()
                : Stream.of(type.getName() + " resides in a package that is not @NullMarked"));
  }

  private static DescribedPredicate<JavaClass> areNotGenerated() {
    return describe("are not generated", type -> !type.getPackageName().contains("jmh_generated"));
  }

  private static ArchCondition<JavaMethod> doWithoutGet() {
    return new ArchCondition<>("do without get") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (GETTER.matcher(method.getName()).matches() && !isRequiredByASupertype(method)) {
          events.add(
              SimpleConditionEvent.violated(method, method.getFullName() + " starts with get"));
        }
      }
    };
  }

  private static boolean isRequiredByASupertype(JavaMethod method) {
    return Stream.concat(
            method.getOwner().getAllRawSuperclasses().stream(),
            method.getOwner().getAllRawInterfaces().stream())
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(inherited -> inherited.getName().equals(method.getName()));
  }

  private static ArchCondition<JavaClass> condition(
      String description, Function<JavaClass, Stream<String>> violations) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        violations
            .apply(type)
            .forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
      }
    };
  }
}
