//go:build ignore

// The program that writes docs/rules: a page a rule, and the list of all.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/lint"
)

func main() {
	folder := filepath.Join("..", "..", "docs", "rules")
	if err := os.MkdirAll(folder, 0o777); err != nil {
		log.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
			log.Fatal(err)
		}
	}
	write("README.md", render.RulesMarkdown(lint.All))
	for _, r := range lint.All {
		write(r.Code()+".md", render.RuleMarkdown(r))
	}
}
