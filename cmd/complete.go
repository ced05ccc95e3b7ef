package cmd

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// completeSQL completes arguments that are files of SQL or folders of them.
func completeSQL(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"sql"}, cobra.ShellCompDirectiveFilterFileExt
}

// completeFiles completes the arguments of a command that has commands below it: shells offer files only where the
// program offers nothing, so it offers the files itself.
func completeFiles(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	folder, name := filepath.Split(begun)
	entries, _ := os.ReadDir(filepath.Join(folder, "."))
	var found []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), name) || strings.HasPrefix(e.Name(), ".") && name == "" {
			continue
		}
		path := folder + e.Name()
		if e.IsDir() {
			path += string(filepath.Separator)
		}
		found = append(found, path)
	}
	if len(found) == 1 && os.IsPathSeparator(found[0][len(found[0])-1]) {
		return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// planned plans the jobs that a command line names so far: those of --query where the command has it, else of its
// arguments. Standard input belongs to the command itself.
func planned(c *cobra.Command, args []string) *planner.Result {
	if query := c.Flags().Lookup("query"); query != nil {
		args = []string{query.Value.String()}
	}
	paths, _ := expand(slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == stdinArgument || blocks(arg) }))
	sources, _ := readSources(paths, nil)
	return pipeline.Plan(sources, planner.Config{})
}

// completeJobs completes --job.
func completeJobs(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	jobs := map[string]bool{}
	for _, plan := range planned(c, args).Plans {
		if plan.Job != "" {
			jobs[plan.Job] = true
		}
	}
	return slices.Sorted(maps.Keys(jobs)), cobra.ShellCompDirectiveNoFileComp
}

// sourcesOf lists the streams and tables that the jobs of a command line read.
func sourcesOf(c *cobra.Command, args []string) []string {
	names := map[string]bool{}
	for _, plan := range planned(c, args).Plans {
		for _, in := range plan.Inputs {
			names[in.Source] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// completeSources completes a flag that names a source, such as --source.
func completeSources(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	return sourcesOf(c, args), cobra.ShellCompDirectiveNoFileComp
}

// completeSourceFacts completes the name in --source-key NAME=a,b and --source-partitions NAME=12.
func completeSourceFacts(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	names := sourcesOf(c, args)
	for i := range names {
		names[i] += "="
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeKeys completes --key with the fields of the first record, after what is there of a,b,c.
func completeKeys(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	given, _ := c.Flags().GetStringArray("input")
	before := begun[:strings.LastIndexByte(begun, ',')+1]
	var keys []string
	for _, path := range append(given, args...) {
		if path == stdinArgument || blocks(path) {
			continue
		}
		for _, field := range firstFields(path) {
			if !slices.Contains(strings.Split(before, ","), field) {
				keys = append(keys, before+field)
			}
		}
		break
	}
	return keys, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// firstFields lists the plain fields of the first record of an uncompressed file, sorted.
func firstFields(path string) []string {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	const enough = 1 << 20
	record := map[string]any{}
	line, err := bufio.NewReaderSize(file, enough).ReadSlice('\n')
	if err != nil && len(line) == 0 || json.Unmarshal(line, &record) != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(record))
}
