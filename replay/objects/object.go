package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/minio/minio-go/v7"
)

const (
	blockBytes = 1 << 20 // are read at a time at least
	mostBlocks = 16      // are kept
)

// Object is an object as it was when it was opened. Any number of goroutines may use it.
type Object struct {
	store       *Store
	ctx         context.Context
	bucket, key string
	etag        string
	size        int64

	mu     sync.Mutex
	blocks map[int64][]byte // by number
	order  []int64          // of blocks, the oldest one first
}

// Open asks for an object. ctx is that of all that is read of it.
func (s *Store) Open(ctx context.Context, address string) (*Object, error) {
	bucket, key, err := split(address)
	if err != nil {
		return nil, err
	}
	info, err := s.client.StatObject(ctx, bucket, key, minio.StatObjectOptions{})
	if err != nil {
		return nil, s.cause(err)
	}
	return &Object{store: s, ctx: ctx, bucket: bucket, key: key, etag: info.ETag, size: info.Size, blocks: make(map[int64][]byte)}, nil
}

// Size is its size in bytes.
func (o *Object) Size() int64 { return o.size }

// ReadAt implements io.ReaderAt. Small parts are read with what lies around them.
func (o *Object) ReadAt(p []byte, at int64) (n int, err error) {
	if at < 0 || at >= o.size {
		return 0, io.EOF
	}
	whole := p
	if left := o.size - at; int64(len(p)) > left {
		p = p[:left]
	}
	if len(p) >= blockBytes {
		n, err = o.get(p, at)
	} else {
		for n < len(p) && err == nil {
			var block []byte
			number := (at + int64(n)) / blockBytes
			if block, err = o.block(number); err == nil {
				n += copy(p[n:], block[at+int64(n)-number*blockBytes:])
			}
		}
	}
	if err == nil && len(p) < len(whole) {
		err = io.EOF
	}
	return n, err
}

// block returns a block of the object.
func (o *Object) block(number int64) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if block, ok := o.blocks[number]; ok {
		return block, nil
	}
	block := make([]byte, min(blockBytes, o.size-number*blockBytes))
	if _, err := o.get(block, number*blockBytes); err != nil {
		return nil, err
	}
	if len(o.order) == mostBlocks {
		delete(o.blocks, o.order[0])
		o.order = o.order[1:]
	}
	o.blocks[number] = block
	o.order = append(o.order, number)
	return block, nil
}

// get reads a part of the object. A connection that breaks is made anew.
func (o *Object) get(p []byte, at int64) (n int, err error) {
	for try := 0; n < len(p) && try < retries; try++ {
		var more int
		more, err = o.getOnce(p[n:], at+int64(n))
		n += more
		if errors.Is(err, errChanged) || o.ctx.Err() != nil {
			break
		}
		if more > 0 {
			try = 0
		}
	}
	if n == len(p) {
		return n, nil
	}
	return n, err
}

// getOnce reads what one answer brings.
func (o *Object) getOnce(p []byte, at int64) (n int, err error) {
	var options minio.GetObjectOptions
	err = errors.Join(options.SetRange(at, at+int64(len(p))-1), options.SetMatchETag(o.etag))
	if err != nil {
		return 0, err
	}
	body, info, _, err := o.store.client.GetObject(o.ctx, o.bucket, o.key, options)
	if err != nil {
		return 0, o.store.cause(err)
	}
	defer body.Close()
	if info.ETag != o.etag {
		return 0, errChanged
	}
	if info.Size != int64(len(p)) {
		return 0, fmt.Errorf("%s answers a part of %d bytes with %d: it cannot read parts", o.store.endpoint, len(p), info.Size)
	}
	return io.ReadFull(body, p)
}
