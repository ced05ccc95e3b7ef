package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// prepared are the programs and files to measure with.
type prepared struct {
	veloPlan, baseline, self string // programs

	few      string // records with 5,000 keys
	mixed    string // records of 8 layouts
	many     string // records each with a group of its own
	job      string // a job to explain
	manyJobs string // a folder with 1,000 of them
}

// prepare builds the programs and generates the files.
func prepare(s settings) (prepared, error) {
	path := func(name string) string { return filepath.Join(s.dir, name) }
	p := prepared{
		veloPlan: path("velo-plan"), baseline: path("baseline"),
		few: path("few.ndjson"), mixed: path("mixed.ndjson"), many: path("many.ndjson"),
		job: path("job.sql"), manyJobs: path("jobs"),
	}
	var err error
	if p.self, err = os.Executable(); err != nil {
		return p, err
	}
	oneJob, _, _ := strings.Cut(jobText(0), "\n\n")
	if err := os.WriteFile(p.job, []byte(oneJob), 0o666); err != nil {
		return p, err
	}
	if err := os.MkdirAll(p.manyJobs, 0o777); err != nil {
		return p, err
	}
	for i := range lintFiles {
		name := filepath.Join(p.manyJobs, fmt.Sprintf("job%04d.sql", i))
		if err := os.WriteFile(name, []byte(jobText(i)), 0o666); err != nil {
			return p, err
		}
	}
	records, groups := strconv.Itoa(s.records), strconv.Itoa(s.groups)
	for _, args := range [][]string{
		{"go", "build", "-o", p.veloPlan, "github.com/velo-plan/velo-plan"},
		{"go", "build", "-o", p.baseline, "github.com/velo-plan/velo-plan/replay/baseline"},
		{p.veloPlan, "generate", "--records", records, "-o", p.few},
		{p.veloPlan, "generate", "--records", records, "--layouts", "8", "-o", p.mixed},
		{p.veloPlan, "generate", "--records", groups, "-o", p.many},
	} {
		command := exec.Command(args[0], args[1:]...)
		command.Stderr = os.Stderr
		if err := command.Run(); err != nil {
			return p, fmt.Errorf("%v: %w", args, err)
		}
	}
	return p, nil
}

// lintFiles is the number of files in the folder of jobs.
const lintFiles = 1000

// jobText is a file of five statements, whose names are those of no other.
func jobText(i int) string {
	return fmt.Sprintf(`-- @name: volume_%[1]d
-- @job_mode: adaptive
-- @num_partitions: 8
-- @partitioning_strategy: hash
CREATE STREAM volume_%[1]d AS
SELECT symbol, COUNT(*) AS trades, SUM(quantity) AS total FROM trades_%[1]d
GROUP BY symbol WINDOW TUMBLING(1m) EMIT CHANGES;

-- @name: large_%[1]d
-- @job_mode: adaptive
-- @partitioning_strategy: roundrobin
CREATE STREAM large_%[1]d AS SELECT symbol, trader_id, price, quantity FROM trades_%[1]d WHERE quantity > 1000;

-- @name: by_trader_%[1]d
-- @job_mode: adaptive
-- @partitioning_strategy: hash
CREATE STREAM by_trader_%[1]d AS
SELECT trader_id, MAX(price) AS highest FROM large_%[1]d GROUP BY trader_id WINDOW TUMBLING(5m) EMIT CHANGES;

-- @name: by_venue_%[1]d
-- @job_mode: adaptive
-- @partitioning_strategy: hash
CREATE STREAM by_venue_%[1]d AS
SELECT venue, side, AVG(price) AS mean FROM trades_%[1]d GROUP BY venue, side WINDOW TUMBLING(5m) EMIT CHANGES;

-- @name: quotes_%[1]d
-- @job_mode: adaptive
-- @partitioning_strategy: roundrobin
CREATE STREAM bids_%[1]d AS SELECT symbol, bid FROM quotes_%[1]d WHERE bid > 0;
`, i)
}
