package io.streamlake.lab.read;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.streamlake.lab.read")
class ReaderIndependenceTest {

  @ArchTest
  static final ArchRule SHARES_NO_CODE_WITH_THE_WRITER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamlake.core..",
              "io.streamlake.gcs..",
              "io.streamlake.runner..",
              "io.streamlake.testkit..");
}
