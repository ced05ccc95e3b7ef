// Package config gathers what is said besides the jobs themselves, and who says it.
//
//	flags ────────────┐
//	VELO_PLAN_* ──────┼──► Values (one a place) ──► Load ──► Config ──► planner.Config
//	velo-plan.yaml ───┘                              ▲
//	catalog file, --source-key ──────────────────────┘
//
// The three places are kept apart, because for a strategy a job's own annotation stands between
// them. Every value is checked where it is said, so that a message can name the place.
package config

import (
	"path/filepath"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
)

// Config is everything that is said besides the jobs. It is made by Load and not changed after, but
// that a command that was told of a cluster sets Cluster.
type Config struct {
	Flags, Environment, File Values

	// Path is the configuration file that was read, as messages show it; "" if there was none.
	Path string
	// Misnamed is a file that lies nearer than Path and has nearly the name FileName, so that it was most likely meant
	// to be read; "" if there is none.
	Misnamed string
	// Catalog is the content of the catalog file, nil if none is named.
	Catalog *catalog.Catalog
	// Streams is what --source-key and --source-partitions say, nil if nothing.
	Streams *catalog.Catalog
	// Cluster is what the cluster of --brokers says of its topics, nil if none is named.
	Cluster *planner.Cluster
	// Schemas is what a schema registry says of topics; nil if none was asked.
	Schemas func(topic, second string) *catalog.Stream
	// Job is the only job to plan; "" means all.
	Job string
}

// Request is what a command knows when it asks for its configuration.
type Request struct {
	// Flags are the values of flags that were given.
	Flags Values
	// Config is the file that --config names; "" if it was not given.
	Config string
	// SourceKeys and SourcePartitions are the arguments of --source-key and --source-partitions.
	SourceKeys, SourcePartitions []string
	// Job is the argument of --job.
	Job string
	// Near is the folder in which and above which velo-plan.yaml is looked for.
	Near string
	// Getenv returns an environment variable, "" if it is not set.
	Getenv func(name string) string
}

// Load reads the environment, the configuration file and the catalog file. Errors say which place
// is wrong; those of a file are *mapping.Mistakes with line and column.
func Load(r Request) (*Config, error) {
	c := &Config{Flags: r.Flags, Job: r.Job}
	var err error
	if c.Environment, err = readEnvironment(r.Getenv); err != nil {
		return nil, err
	}
	if c.Path, c.Misnamed, err = configPath(r); err != nil {
		return nil, err
	}
	if c.Path != "" {
		if c.File, err = readConfigFile(c.Path); err != nil {
			return nil, err
		}
	}
	if path := c.catalogPath(); path != "" {
		if c.Flags.Catalog == "" && c.Environment.Catalog == "" {
			if _, err = c.Inside(c.File.Catalog); err != nil {
				return nil, err
			}
		}
		if c.Catalog, err = readCatalog(path); err != nil {
			return nil, err
		}
	}
	c.Streams, err = readSourceFlags(r.SourceKeys, r.SourcePartitions)
	return c, err
}

// Files lists the files that were read: the configuration, the catalog.
func (c *Config) Files() []string {
	var files []string
	for _, path := range []string{c.Path, c.catalogPath()} {
		if path != "" {
			files = append(files, path)
		}
	}
	return files
}

// catalogPath returns the catalog file to read. The configuration file names it relative to
// itself, the other places relative to the working directory.
func (c *Config) catalogPath() string {
	for _, path := range []string{c.Flags.Catalog, c.Environment.Catalog} {
		if path != "" {
			return path
		}
	}
	if c.File.Catalog == "" {
		return ""
	}
	return c.Beside(c.File.Catalog)
}

// Beside is the path of a file that the configuration file names relative to itself.
func (c *Config) Beside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(c.Path), path)
}

// Relative is a path relative to the project: the folder of the configuration file, or the working
// directory where there is none.
func (c *Config) Relative(path string) string { return RelativeTo(filepath.Dir(c.Path), path) }

// RelativeTo is a path relative to a folder. It is the path itself where there is no way to write it so.
func RelativeTo(folder, path string) string {
	root, err := filepath.Abs(folder)
	if err != nil {
		return path
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(root, whole)
	if err != nil {
		return path
	}
	return relative
}

// Hash returns the name of the hash, "" if no place names one.
func (c *Config) Hash() string {
	return first(c.Flags.Hash, c.Environment.Hash, c.File.Hash)
}

// Color returns ColorAuto, ColorAlways or ColorNever.
func (c *Config) Color() string {
	return first(c.Flags.Color, c.Environment.Color, ColorAuto)
}

// Format returns the output format among those of a command, whose first one is the default. A
// project's setting is for all commands, so a format that this command lacks is passed over.
func (c *Config) Format(formats []string) string {
	for _, format := range []string{c.Flags.Format, c.Environment.Format, c.File.Format} {
		for _, have := range formats {
			if format == have {
				return format
			}
		}
	}
	return formats[0]
}

// Planner returns what the planner has to know.
func (c *Config) Planner() planner.Config {
	return planner.Config{
		Strategy:     planner.Named[string]{Flag: c.Flags.Strategy, Environment: c.Environment.Strategy, File: c.File.Strategy},
		Partitions:   planner.Named[int]{Flag: c.Flags.Partitions, Environment: c.Environment.Partitions, File: c.File.Partitions},
		NoAutoSelect: c.File.NoAutoSelect,
		Hash:         c.Hash(),
		Catalog:      c.Catalog,
		Flags:        c.Streams,
		Cluster:      c.Cluster,
		Schemas:      c.Schemas,
		Job:          c.Job,
		NoEngine:     c.File.Lint.NoEngine,
	}
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
