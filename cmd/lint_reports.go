package cmd

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The formats of lint that no other command has.
const (
	formatText       = "text"
	formatSARIF      = "sarif"
	formatGitHub     = "github"
	formatGitLab     = "gitlab"
	formatJUnit      = "junit"
	formatCheckstyle = "checkstyle"
	formatRDJSONL    = "rdjsonl"
)

// lintFormats are the formats of lint, the default first.
var lintFormats = []string{formatText, config.FormatJSON, formatSARIF, formatGitHub, formatGitLab, config.FormatMarkdown, formatJUnit, formatCheckstyle, formatRDJSONL}

// formatsFromHere are the formats that name files relative to the working directory: a terminal opens them so, and
// reviewdog adds the way from the repository's root itself. All others name them relative to that root.
var formatsFromHere = []string{formatText, formatRDJSONL}

// lintReport is one output of lint.
type lintReport struct {
	format string
	file   string // "" means where the command's output goes
}

// reports are the arguments of --format. It is a pflag.Value.
type reports struct{ list []lintReport }

// Set implements pflag.Value: "sarif", or "sarif=out.sarif".
func (r *reports) Set(text string) error {
	format, file, toFile := strings.Cut(text, "=")
	switch {
	case !slices.Contains(lintFormats, format):
		return fmt.Errorf("unknown format; %s", mapping.Expected(format, lintFormats))
	case toFile && file == "":
		return errors.New("there is no file after the equals sign")
	}
	r.list = append(r.list, lintReport{format, file})
	return nil
}

// String implements pflag.Value.
func (r *reports) String() string {
	var texts []string
	for _, one := range r.list {
		texts = append(texts, strings.TrimSuffix(one.format+"="+one.file, "="))
	}
	return strings.Join(texts, " ")
}

// Type implements pflag.Value; help shows it.
func (r *reports) Type() string { return "name[=file]" }

// check rejects two formats for the same place.
func (r *reports) check(output string) error {
	places := map[string]string{}
	for _, one := range r.list {
		place := one.file
		if place == "" {
			place = output
		}
		if have, taken := places[place]; taken {
			where := "standard output"
			if place != "" {
				where = place
			}
			return fmt.Errorf("--format %s and --format %s would both go to %s: write one into a file, as in --format %s=FILE", have, one.format, where, one.format)
		}
		places[place] = one.format
	}
	return nil
}

// printLint writes a result in every requested format.
func (p *program) printLint(f *lintFlags, cfg *config.Config, r *lint.Result, inputs []string) error {
	list := f.reports.list
	if len(list) == 0 {
		list = []lintReport{{format: cfg.Format(f.formats)}}
	}
	shared := sync.OnceValue(func() *lint.Result { return r.Renamed(f.repository.name) })
	for _, one := range list {
		place := f.flags
		if one.file != "" {
			place.output = one.file
		}
		shown := r
		if !slices.Contains(formatsFromHere, one.format) {
			shown = shared()
		}
		size := newMeasure(one.format == formatSARIF && r.Len() <= sarifResultsTaken)
		err := p.writeBy(&place, inputs, func(w io.Writer) error {
			b := bufio.NewWriterSize(io.MultiWriter(w, size), 1<<16)
			return cmp.Or(p.lintAs(b, &place, cfg, shown, one.format, f), b.Flush())
		})
		if err != nil {
			return err
		}
		if beyond := beyondGitHub(one.format, r, size); beyond != "" && !f.quiet {
			fmt.Fprintf(p.errOut, "velo-plan: %s\n", beyond)
		}
	}
	return nil
}

// lintAs writes a result in one format.
func (p *program) lintAs(w io.Writer, place *flags, cfg *config.Config, r *lint.Result, format string, f *lintFlags) error {
	switch format {
	case config.FormatJSON:
		return render.LintJSON(w, r)
	case formatSARIF:
		return render.LintSARIF(w, r, render.SARIFOrigin{Version: thisBuild().Version, Root: filepath.ToSlash(f.repository.root())})
	case formatGitHub:
		return render.LintGitHub(w, r)
	case formatGitLab:
		return render.LintGitLab(w, r)
	case config.FormatMarkdown:
		return render.LintMarkdown(w, r, f.quiet)
	case formatJUnit:
		return render.LintJUnit(w, r, lint.Level(f.failOn).Severity())
	case formatCheckstyle:
		return render.LintCheckstyle(w, r)
	case formatRDJSONL:
		return render.LintRDJSONL(w, r)
	default:
		return render.LintText(w, r, p.dataStyle(place, cfg), f.quiet)
	}
}
