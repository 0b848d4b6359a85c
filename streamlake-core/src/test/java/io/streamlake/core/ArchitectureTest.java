package io.streamlake.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.streamlake.core.deadletter.DeadLetterHeaders;
import io.streamlake.core.deadletter.KafkaDeadLetterSink;
import io.streamlake.core.deadletter.LargeLetters;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerConfigs;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.core.loop.StuckRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

@AnalyzeClasses(packages = "io.streamlake.core", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String SPI = "io.streamlake.core";
  private static final String DECISION = "io.streamlake.core.decision";
  private static final String LOOP = "io.streamlake.core.loop";
  private static final String DEAD_LETTER = "io.streamlake.core.deadletter";

  @ArchTest
  static final ArchRule theSpiKnowsNothingOfWhatIsBuiltOnIt =
      noClasses()
          .that()
          .resideInAPackage(SPI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LOOP, DECISION, DEAD_LETTER);

  @ArchTest
  static final ArchRule decisionsKnowOnlyTheSpiAndTheFailuresOfKafka =
      classes()
          .that()
          .resideInAPackage(DECISION)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(DECISION, SPI, "java..", "org.jspecify..").or(kafkaFailures()));

  @ArchTest
  static final ArchRule decisionsReadNoClockAndRollNoDice =
      noClasses()
          .that()
          .resideInAPackage(DECISION)
          .should()
          .dependOnClassesThat(
              type(Clock.class)
                  .or(type(Random.class))
                  .or(type(ThreadLocalRandom.class))
                  .or(type(TimeSource.class)))
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule onlyTheLoopTouchesTheConsumer =
      noClasses()
          .that()
          .resideOutsideOfPackage(LOOP)
          .should()
          .dependOnClassesThat(type(Consumer.class).or(type(KafkaConsumer.class)));

  @ArchTest
  static final ArchRule loopAndDeadLettersDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAnyPackage(LOOP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DEAD_LETTER)
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.kafka.clients.producer.Producer");

  @ArchTest
  static final ArchRule micrometerIsForThoseWhoWantIt =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.streamlake.core.micrometer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.streamlake.core.micrometer");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.streamlake.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesAreRoles =
      noClasses()
          .should()
          .haveNameMatching(".*[.$](Abstract\\w*|\\w*(Manager|Helper|Util|Utils|Impl|Data))");

  @ArchTest
  static final ArchRule whatNobodyOutsideNeedsIsNotPublic =
      noClasses()
          .that(resideInAnyPackage(LOOP, DEAD_LETTER).and(not(neededOutside())))
          .and()
          .areTopLevelClasses()
          .should()
          .bePublic();

  @ArchTest
  static final ArchRule nobodyWritesToTheStandardStreams =
      NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  private static DescribedPredicate<JavaClass> neededOutside() {
    return type(ConsumerLoop.class)
        .or(type(ConsumerLoopBuilder.class))
        .or(type(ConsumerConfigs.class))
        .or(type(CloseReport.class))
        .or(type(LoopState.class))
        .or(type(PartitionStatus.class))
        .or(type(StuckRecord.class))
        .or(type(KafkaDeadLetterSink.class))
        .or(type(LargeLetters.class))
        .or(type(DeadLetterHeaders.class));
  }

  private static DescribedPredicate<JavaClass> kafkaFailures() {
    return resideInAnyPackage("org.apache.kafka..")
        .and(assignableTo(Throwable.class))
        .as("failures of Kafka");
  }
}
