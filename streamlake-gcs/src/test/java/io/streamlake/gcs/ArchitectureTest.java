package io.streamlake.gcs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.streamlake.gcs", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyTheStoreItsUploadsAndItsAccountTouchGooglesClient =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.Gcs(ObjectStore|Uploads|Account)(\\$.*)?")
          .should()
          .dependOnClassesThat(resideInAPackage("com.google.."));

  @ArchTest
  static final ArchRule decisionsReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage("io.streamlake.gcs.ledger", "io.streamlake.gcs.format")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule storesKnowNothingOfWhatTheyKeep =
      noClasses()
          .that()
          .resideInAPackage("io.streamlake.gcs.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamlake.gcs.ledger", "io.streamlake.gcs.format", "io.streamlake.gcs.stage");
}
