import type { Recipe } from './contract.ts'

/** Producers of other languages. */

const PYTHON = {
  green: { 'test_orders.py': 'def test_adds():\n    assert True\n\ndef test_removes():\n    assert True\n' },
  failing: {
    'test_orders.py': 'def test_adds():\n    assert True\n\ndef test_removes():\n    assert 2 == 3, "two <is> three"\n',
  },
  skipped: { 'test_orders.py': 'import pytest\n\n@pytest.mark.skip(reason="later")\ndef test_adds():\n    pass\n' },
  empty: { 'test_orders.py': '' },
  broken: { 'test_orders.py': 'def test_adds(:\n' },
}
const RERUN = {
  'test_orders.py':
    'import pytest\ntries = 0\n\n@pytest.mark.flaky(reruns=2)\ndef test_adds():\n    global tries\n    tries += 1\n    assert tries == 2\n',
}

const go = (body: string): Record<string, string> => ({
  'go.mod': 'module example.org/orders\n\ngo 1.24\n',
  'orders_test.go': `package orders\n\nimport "testing"\n${body}`,
})
const GO_ADDS = '\nfunc TestAdds(t *testing.T) {}\n'
const GO: Recipe['cases'] = {
  green: {
    files: go(`${GO_ADDS}\nfunc TestRemoves(t *testing.T) { t.Run("one", func(t *testing.T) {}) }\n`),
    outcome: 'pass',
  },
  failing: {
    files: go(`${GO_ADDS}\nfunc TestRemoves(t *testing.T) { t.Error("two is three") }\n`),
    outcome: 'fail',
    failing: ['TestRemoves'],
  },
  skipped: { files: go('\nfunc TestAdds(t *testing.T) { t.Skip("later") }\n'), outcome: 'fail' },
  empty: {
    files: { 'go.mod': 'module example.org/orders\n\ngo 1.24\n', 'orders.go': 'package orders\n' },
    outcome: 'fail',
  },
  broken: { files: go('\nfunc TestAdds(t *testing.T) { undefined() }\n'), outcome: 'fail' },
}
const GO_FLAKY = {
  ...go(
    '\nimport "os"\n\nfunc TestAdds(t *testing.T) {\n\tif _, err := os.Stat("tried"); err != nil {\n\t\t_ = os.WriteFile("tried", nil, 0o600)\n\t\tt.Fatal("not yet")\n\t}\n}\n',
  ),
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>orders</artifactId><version>1</version>
<properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
<dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.11.4</version><scope>test</scope></dependency></dependencies>
<build><plugins><plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version></plugin></plugins></build></project>
`
/** JUnit of Debian's package junit4: Gradle takes no mirror from the settings of Maven. */
const GRADLE =
  "apply plugin: 'java'\ndependencies { testCompile files('/usr/share/java/junit4.jar', '/usr/share/java/hamcrest-all.jar') }\n"

const java4 = (body: string): Record<string, string> => ({
  'src/test/java/OrdersTest.java': `import org.junit.*;\npublic class OrdersTest {\n${body}\n}\n`,
})

const java = (body: string): Record<string, string> => ({
  'src/test/java/OrdersTest.java': `import org.junit.jupiter.api.*;\nclass OrdersTest {\n${body}\n}\n`,
})

const php = (body: string): Record<string, string> => ({
  'OrdersTest.php': `<?php\nclass OrdersTest extends PHPUnit\\Framework\\TestCase {\n${body}\n}\n`,
})

const K6_SCRIPT = (options: string, body: string): Record<string, string> => ({
  'script.js': `import { check, fail } from 'k6'\nexport const options = ${options}\nexport default function () { ${body} }\nexport function handleSummary(data) { return { 'handled.json': JSON.stringify(data) } }\n`,
})
const K6_ADDS = "check(1, { 'is one': (v) => v === 1 })"
const THRESHOLD = (limit: string): string => `{ iterations: 3, thresholds: { iteration_duration: ['${limit}'] } }`
const K6: Recipe['cases'] = {
  green: { files: K6_SCRIPT(THRESHOLD('p(95)<60000'), K6_ADDS), outcome: 'pass' },
  failing: {
    files: K6_SCRIPT(THRESHOLD('p(95)<0.0000001'), "check(1, { 'is one': (v) => v === 1, 'is two': (v) => v === 2 })"),
    outcome: 'fail',
    failing: ['iteration_duration: p(95)<0.0000001', 'is two'],
  },
  empty: { files: K6_SCRIPT('{ iterations: 3 }', ''), outcome: 'fail' },
}
const k6 = (flags: string): string => `k6 run --quiet --no-usage-report ${flags} script.js`
const K6_VERSION = 'k6 version'

const rust = (body: string): Record<string, string> => ({ 'src/lib.rs': `${body}\n` })
const RUST_ADDS = '#[test]\nfn adds() {}'

const SEMGREP_RULES = `rules:
  - { id: calls-eval, languages: [python], severity: ERROR, message: eval runs its input, pattern: eval(...) }
  - { id: prints, languages: [python], severity: INFO, message: it prints, pattern: print(...) }
`

export const OTHERS: readonly Recipe[] = [
  {
    producer: 'pytest',
    format: 'junit',
    version: 'pytest --version',
    command: 'pytest --junitxml=pytest.xml',
    report: 'pytest.xml',
    cases: {
      green: { files: PYTHON.green, outcome: 'pass' },
      failing: { files: PYTHON.failing, outcome: 'fail', failing: ['test_removes'] },
      skipped: { files: PYTHON.skipped, outcome: 'fail' },
      empty: { files: PYTHON.empty, outcome: 'fail' },
      broken: { files: PYTHON.broken, outcome: 'fail', failing: ['test_orders'] },
      flaky: { files: RERUN, outcome: 'pass' },
    },
  },
  {
    producer: 'pytest-ctrf',
    format: 'ctrf',
    version: 'pytest --version',
    command: 'pytest --ctrf report.json',
    report: 'report.json',
    cases: {
      green: { files: PYTHON.green, outcome: 'pass' },
      failing: { files: PYTHON.failing, outcome: 'fail', failing: ['test_orders.py::test_removes'] },
      skipped: { files: PYTHON.skipped, outcome: 'fail' },
      empty: { files: PYTHON.empty, outcome: 'fail' },
    },
  },
  {
    producer: 'go-junit-report',
    format: 'junit',
    version: 'go-junit-report --version',
    command: 'go test -v ./... 2>&1 | go-junit-report -set-exit-code > go.xml',
    report: 'go.xml',
    cases: GO,
  },
  {
    producer: 'gotestsum',
    format: 'junit',
    version: 'gotestsum --version',
    command: 'gotestsum --rerun-fails=2 --packages=./... --junitfile go.xml',
    report: 'go.xml',
    // Each try is a case of its own, and nothing tells that they are one test: the failure counts.
    cases: {
      ...GO,
      failing: {
        files: GO.failing?.files ?? {},
        outcome: 'fail',
        failing: ['TestRemoves', 'TestRemoves', 'TestRemoves'],
      },
      flaky: { files: GO_FLAKY, outcome: 'fail', failing: ['TestAdds'] },
    },
  },
  {
    producer: 'maven-surefire',
    format: 'junit',
    version: 'mvn --version | head -1',
    command: 'mvn -q -B test -Dsurefire.rerunFailingTestsCount=1',
    report: 'target/surefire-reports/TEST-OrdersTest.xml',
    common: { 'pom.xml': POM },
    cases: {
      green: { files: java('@Test void adds() {}\n@Test void removes() {}'), outcome: 'pass' },
      failing: {
        files: java('@Test void adds() {}\n@Test void removes() { Assertions.assertEquals(2, 3); }'),
        outcome: 'fail',
        failing: ['removes'],
      },
      skipped: { files: java('@Test @Disabled("later") void adds() {}'), outcome: 'fail' },
      broken: {
        files: java(
          '@BeforeAll static void connect() { throw new RuntimeException("no database"); }\n@Test void adds() {}',
        ),
        outcome: 'fail',
      },
      flaky: {
        files: java('static int tries = 0;\n@Test void adds() { Assertions.assertEquals(2, ++tries); }'),
        outcome: 'pass',
        flaky: ['adds'],
      },
    },
  },
  {
    producer: 'gradle',
    format: 'junit',
    version: 'gradle --version | grep "^Gradle "',
    command: 'gradle --offline --no-daemon -q test',
    report: 'build/test-results/test/TEST-OrdersTest.xml',
    common: { 'build.gradle': GRADLE },
    cases: {
      green: { files: java4('@Test public void adds() {}\n@Test public void removes() {}'), outcome: 'pass' },
      failing: {
        files: java4(
          '@Test public void adds() {}\n@Test public void removes() { Assert.assertEquals("two <is>", 2, 3); }',
        ),
        outcome: 'fail',
        failing: ['removes'],
      },
      skipped: { files: java4('@Test @Ignore("later") public void adds() {}'), outcome: 'fail' },
      // Gradle writes no report of a class without tests, or of one that does not compile.
      empty: { files: {}, outcome: 'fail' },
      broken: {
        files: java4(
          '@BeforeClass public static void connect() { throw new RuntimeException("no database"); }\n@Test public void adds() {}',
        ),
        outcome: 'fail',
      },
    },
  },
  {
    producer: 'phpunit',
    format: 'junit',
    version: 'phpunit --version | head -1',
    command: 'phpunit --log-junit phpunit.xml OrdersTest.php',
    report: 'phpunit.xml',
    cases: {
      green: {
        files: php(
          'function testAdds() { $this->assertTrue(true); }\nfunction testRemoves() { $this->assertTrue(true); }',
        ),
        outcome: 'pass',
      },
      failing: {
        files: php(
          'function testAdds() { $this->assertTrue(true); }\nfunction testRemoves() { $this->assertSame(2, 3); }',
        ),
        outcome: 'fail',
        failing: ['testRemoves'],
      },
      skipped: { files: php('function testAdds() { $this->markTestSkipped("later"); }'), outcome: 'fail' },
      empty: { files: php(''), outcome: 'inconclusive' },
      broken: {
        files: php(
          'static function setUpBeforeClass(): void { throw new Exception("no database"); }\nfunction testAdds() {}',
        ),
        outcome: 'fail',
      },
    },
  },
  {
    producer: 'unittest-xml-reporting',
    format: 'junit',
    version: 'python -c "import xmlrunner.version as v; print(v.__version__)"',
    command: 'python -m xmlrunner discover --output-file unittest.xml',
    report: 'unittest.xml',
    cases: {
      green: { files: unittest('    def test_adds(self):\n        pass\n'), outcome: 'pass' },
      failing: {
        files: unittest('    def test_adds(self):\n        self.assertEqual(2, 3)\n'),
        outcome: 'fail',
        failing: ['test_adds'],
      },
      skipped: {
        files: unittest('    @unittest.skip("later")\n    def test_adds(self):\n        pass\n'),
        outcome: 'fail',
      },
      broken: { files: { 'test_orders.py': 'def test_adds(:\n' }, outcome: 'fail', failing: ['test_orders'] },
    },
  },
  {
    producer: 'bandit-sarif',
    format: 'sarif',
    version: 'bandit --version | head -1',
    command: 'bandit -r . -f sarif -o bandit.sarif',
    report: 'bandit.sarif',
    cases: {
      green: { files: { 'orders.py': 'total = 1\n' }, outcome: 'pass' },
      failing: { files: { 'orders.py': 'import hashlib\nhashlib.md5(b"")\n' }, outcome: 'fail', failing: ['B324'] },
      skipped: { files: { 'orders.py': 'import os\nos.system("ls")  # nosec\n' }, outcome: 'pass' },
    },
  },
  {
    producer: 'cargo-nextest',
    format: 'junit',
    version: 'cargo nextest --version | head -1',
    command: 'cargo nextest run --no-fail-fast --retries 1',
    report: 'target/nextest/default/junit.xml',
    common: {
      'Cargo.toml': '[package]\nname = "orders"\nversion = "1.0.0"\nedition = "2021"\n\n[lib]\ndoctest = false\n',
      '.config/nextest.toml': '[profile.default.junit]\npath = "junit.xml"\n',
    },
    cases: {
      green: { files: rust(`${RUST_ADDS}\n#[test]\nfn removes() {}`), outcome: 'pass' },
      failing: {
        files: rust(`${RUST_ADDS}\n#[test]\nfn removes() { assert_eq!(2, 3, "two <is> three"); }`),
        outcome: 'fail',
        failing: ['removes'],
      },
      skipped: { files: rust(`#[test]\n#[ignore]\nfn adds() {}`), outcome: 'fail' },
      empty: { files: rust(''), outcome: 'fail' },
      broken: { files: rust('#[test]\nfn adds() {'), outcome: 'fail' },
      flaky: {
        files: rust(
          '#[test]\nfn adds() { if !std::path::Path::new("tried").exists() { std::fs::write("tried", "").unwrap(); panic!("not yet"); } }',
        ),
        outcome: 'pass',
        flaky: ['adds'],
      },
    },
  },
  {
    producer: 'semgrep-sarif',
    format: 'sarif',
    version: 'semgrep --version',
    command:
      'semgrep scan --metrics=off --disable-version-check --no-git-ignore --config rules.yml --error --sarif --output semgrep.sarif .',
    report: 'semgrep.sarif',
    common: { 'rules.yml': SEMGREP_RULES },
    cases: {
      green: { files: { 'orders.py': 'total = 1\n' }, outcome: 'pass' },
      failing: {
        files: { 'orders.py': 'eval("1")\nprint(1)\n' },
        outcome: 'fail',
        failing: ['calls-eval'],
      },
      skipped: { files: { 'orders.py': 'eval("1")  # nosemgrep: calls-eval\n' }, outcome: 'pass' },
      empty: { files: {}, outcome: 'pass' },
      broken: {
        files: {
          'orders.py': 'total = 1\n',
          'rules.yml':
            'rules:\n  - { id: broken, languages: [python], severity: ERROR, message: m, pattern: "eval(" }\n',
        },
        outcome: 'inconclusive',
      },
    },
  },
  {
    producer: 'k6-summary-export',
    format: 'k6',
    version: K6_VERSION,
    command: k6('--summary-export=summary.json'),
    report: 'summary.json',
    cases: K6,
  },
  {
    producer: 'k6-handle-summary',
    format: 'k6',
    version: K6_VERSION,
    command: k6(''),
    report: 'handled.json',
    cases: K6,
  },
  {
    producer: 'k6-machine-readable',
    format: 'k6',
    version: K6_VERSION,
    command: k6('--new-machine-readable-summary'),
    report: 'handled.json',
    cases: {
      ...K6,
      // This form has no thresholds: the exit status tells.
      failing: { ...K6.failing, files: K6.failing?.files ?? {}, outcome: 'fail', failing: ['is two'] },
    },
  },
]

function unittest(body: string): Record<string, string> {
  return { 'test_orders.py': `import unittest\n\nclass Orders(unittest.TestCase):\n${body}` }
}
