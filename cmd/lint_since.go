package cmd

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// textsAt returns the texts of files as they were at a revision of git. If one of them did not exist then, it may be
// another file under a new name: so the files of its kind that are gone since are returned too, with the names that
// they had.
func (r repository) textsAt(revision string, sources []*diag.Source) ([]*diag.Source, error) {
	texts, err := r.findTextsAt(revision, sources)
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", revision, err)
	}
	return texts, nil
}

func (r repository) findTextsAt(revision string, sources []*diag.Source) ([]*diag.Source, error) {
	out, err := r.git(nil, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, err
	}
	commit := strings.TrimSpace(string(out))
	names := make([]string, len(sources))
	for i, src := range sources {
		names[i] = src.Name
	}
	old, err := r.read(commit, names)
	if err != nil || len(old) == len(sources) {
		return old, err
	}
	kinds := map[string]bool{} // of new files
	for _, src := range sources {
		kinds[path.Ext(src.Name)] = true
	}
	if out, err = r.git(nil, "diff", "--name-only", "--no-renames", "--diff-filter=D", "-z", commit, "--"); err != nil {
		return nil, err
	}
	names = nil
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" && kinds[path.Ext(name)] {
			names = append(names, filepath.ToSlash(filepath.Join(string(r), filepath.FromSlash(name))))
		}
	}
	gone, err := r.read(commit, names)
	return append(old, gone...), err
}

// read returns the texts that files had at a commit, with the names that they are given by.
func (r repository) read(commit string, names []string) ([]*diag.Source, error) {
	var known []string
	var asked bytes.Buffer
	for _, name := range names {
		inRoot := r.name(name)
		if filepath.IsAbs(filepath.FromSlash(inRoot)) || strings.Contains(inRoot, "\n") { // git takes one name per line
			continue
		}
		known = append(known, name)
		fmt.Fprintf(&asked, "%s:%s\n", commit, inRoot)
	}
	out, err := r.git(&asked, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	return readBatch(known, out)
}

// readBatch reads the output of `git cat-file --batch`: for each name a line "id type size" followed by the
// content, or a line that ends in "missing".
func readBatch(names []string, out []byte) ([]*diag.Source, error) {
	var list []*diag.Source
	r := bufio.NewReader(bytes.NewReader(out))
	for _, name := range names {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("git broke off before %s: %w", name, err)
		}
		var id, kind string
		var size int
		if n, _ := fmt.Sscanf(line, "%s %s %d\n", &id, &kind, &size); n < 3 {
			continue // missing, or a name that means several things
		}
		content := make([]byte, size+1) // a line end follows
		if _, err := io.ReadFull(r, content); err != nil {
			return nil, fmt.Errorf("git broke off in %s: %w", name, err)
		}
		if kind == "blob" {
			list = append(list, diag.NewSource(name, string(content[:size])))
		}
	}
	return list, nil
}
