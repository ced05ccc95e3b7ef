// Package replay sends the records of NDJSON files through the real router and counts what
// becomes of them.
//
//	Inputs ──► source ──► chunk: extract ─► key ─► hash ──► route ──► partition 0..N-1 ──► Report
//	           blocks     whole lines, each checked         by the    counts of its own
//	           of lines   to be one JSON object             strategy
//	           └──────────────── routing.Run: workers, order, bounds ───────────────┘
//
// One file holds one stage. The package knows no SQL: keys come as expressions that it evaluates,
// the strategy as a value that it binds. The report is the same at any number of workers, but for
// the time that it took.
package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/routing"
)

// Run replays all inputs. It opens each file once before anything is read, so that a missing or
// unreadable one is an *InputError before any work is done. An error without a report means that
// nothing was replayed: an input, the configuration or Config.WriteDir is wrong.
//
// When ctx is done, or an input fails or a write does later on, there is both: the error, and a
// report marked as not complete, which is exact for the part of the input that lies before.
func Run(ctx context.Context, cfg Config) (*Report, error) {
	job, err := newJob(cfg)
	if err != nil {
		return nil, err
	}
	defer job.free()
	if cfg.Topic != nil {
		job.total = offsetsOf(cfg.Topic.Bounds())
	} else if job.total, err = checkInputs(cfg.Inputs, cfg.Stdin); err != nil {
		return nil, err
	}
	consume := job.consume
	var files *partitionFiles
	if cfg.WriteDir != "" {
		if files, err = newPartitionFiles(cfg.WriteDir, cfg.Partitions); err != nil {
			return nil, err
		}
		consume = func(partition int, batch routing.Batch[record]) error {
			if err := job.consume(partition, batch); err != nil || partition >= cfg.Partitions {
				return err
			}
			return files.consume(partition, batch)
		}
	}
	source := newSource(ctx, job.reading())
	defer source.close()
	start := time.Now()
	// The source ends the input when ctx is done. Were the router told, it would drop the records
	// under way, and the counts of the report would not add up.
	metrics, err := routing.Run(context.WithoutCancel(ctx), job.routing, source, consume)
	err = source.finished(err)
	if files != nil {
		err = files.close(err)
	}
	result := job.result(source, time.Since(start), err)
	if cfg.State != nil {
		if failed := result.write(cfg.State); failed != nil {
			err = errors.Join(err, fmt.Errorf("replay: cannot write the state: %w", failed))
		}
	}
	report := newReport(result, job.options)
	report.Throughput.Stages = stagesOf(metrics.Times, source.fetched)
	report.Compare = job.compare(result)
	return report, err
}
