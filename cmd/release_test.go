package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// readRoot reads a file of the repository.
func readRoot(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A release is for the systems that CI builds for, static, with checksums and a list of what is in it.
func TestReleaseIsForWhatCIBuilds(t *testing.T) {
	var release struct {
		Builds []struct {
			Env, Goos, Goarch []string
		}
		Checksum struct {
			Name string `yaml:"name_template"`
		}
		Archives []struct{ Files []string }
		Sboms    []struct{ Artifacts string }
	}
	if err := yaml.Unmarshal([]byte(readRoot(t, ".goreleaser.yaml")), &release); err != nil {
		t.Fatal(err)
	}
	if len(release.Builds) != 1 || release.Checksum.Name == "" || len(release.Sboms) != 1 || len(release.Archives) != 1 {
		t.Fatalf("%+v", release)
	}
	build := release.Builds[0]
	if !slices.Contains(build.Env, "CGO_ENABLED=0") {
		t.Error("the binaries are not static")
	}
	var targets []string
	for _, system := range build.Goos {
		for _, processor := range build.Goarch {
			targets = append(targets, system+"/"+processor)
		}
	}
	loop := regexp.MustCompile(`for target in (.*); do`).FindStringSubmatch(readRoot(t, ".ci/cross"))
	if loop == nil || !slices.Equal(strings.Fields(loop[1]), targets) {
		t.Errorf("a release is for %v, and .ci/cross builds for %v", targets, loop)
	}
	if !strings.Contains(readRoot(t, ".ci/run"), "\n.ci/cross\n") {
		t.Error(".ci/run does not run .ci/cross")
	}
	for _, file := range release.Archives[0].Files {
		if _, err := os.Stat(filepath.Join("..", file)); err != nil && !strings.Contains(file, "*") {
			t.Errorf("an archive holds %s, which is not there", file)
		}
	}
}

// Every input of the action is used, every script that it runs is there, and each gets the variables that it reads.
func TestAction(t *testing.T) {
	text := readRoot(t, "action.yml")
	var action struct {
		Inputs map[string]struct{ Description string }
		Runs   struct {
			Steps []struct {
				Name, Run, Shell, Uses string
				Env                    map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(text), &action); err != nil {
		t.Fatal(err)
	}
	for name, input := range action.Inputs {
		if input.Description == "" || !strings.Contains(text, "inputs."+name) {
			t.Errorf("the input %s is not described or not used", name)
		}
	}
	ran := 0
	given := regexp.MustCompile(`^(RUNNER_|GITHUB_)`) // by GitHub
	for _, step := range action.Runs.Steps {
		if step.Run == "" {
			continue
		}
		if step.Shell != "bash" {
			t.Errorf("%s: a step of an action names its shell", step.Name)
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("%s: an input in the text of a script is run as a part of it; hand it on by env", step.Name)
		}
		script := step.Run
		if path := regexp.MustCompile(`"\$ACTION/(.*)"`).FindStringSubmatch(step.Run); path != nil {
			ran++
			script += readRoot(t, path[1])
		}
		for _, v := range regexp.MustCompile(`\$\{?([A-Z_]+)`).FindAllStringSubmatch(script, -1) {
			if _, ok := step.Env[v[1]]; !ok && !given.MatchString(v[1]) {
				t.Errorf("%s: nothing sets %s", step.Name, v[1])
			}
		}
	}
	if ran != 2 {
		t.Errorf("%d scripts are run", ran)
	}
}

// The program that the Dockerfile builds needs no library: nothing else is in the image but what Kafka over TLS needs.
func TestDockerfile(t *testing.T) {
	text := readRoot(t, "Dockerfile")
	for _, line := range []string{"CGO_ENABLED=0 GOOS=$TARGETOS", "FROM scratch", "ca-certificates.crt", "COPY . .", `ENTRYPOINT ["/velo-plan"]`} {
		if !strings.Contains(text, line) {
			t.Errorf("the Dockerfile lacks %s", line)
		}
	}
	if strings.Contains(readRoot(t, ".dockerignore"), ".git") {
		t.Error("without .git the program does not know its commit")
	}
}
