// Package objectstest is a store of objects on the loopback, for tests.
package objectstest

import (
	"bytes"
	"crypto/md5"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Store is a store with one bucket, named bucket.
type Store struct {
	URL     string
	mu      sync.Mutex
	objects map[string][]byte
	// Before is called before each request is answered, and may answer it, and say so. It may be nil.
	Before func(w http.ResponseWriter, r *http.Request) (answered bool)
}

// New starts a store that ends with the test, and makes it that of the environment.
func New(t *testing.T, objects map[string]string) *Store {
	s := &Store{objects: make(map[string][]byte)}
	for key, content := range objects {
		s.Put(key, content)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	for name, value := range map[string]string{"AWS_ENDPOINT_URL": s.URL, "AWS_ENDPOINT_URL_S3": "", "AWS_REGION": "us-east-1",
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "never-told"} {
		t.Setenv(name, value)
	}
	return s
}

// Put sets an object.
func (s *Store) Put(key, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[key] = []byte(content)
}

// listing is what a store answers when it is asked what it has.
type listing struct {
	XMLName     xml.Name `xml:"ListBucketResult"`
	IsTruncated bool
	NextToken   string  `xml:"NextContinuationToken,omitempty"`
	Contents    []entry `xml:"Contents"`
}

type entry struct {
	Key, ETag, LastModified string
	Size                    int
}

// ServeHTTP implements http.Handler. A listing has two objects at a time.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Before != nil && s.Before(w, r) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch content, ok := s.objects[key]; {
	case bucket != "bucket":
		Refuse(w, http.StatusNotFound, "NoSuchBucket")
	case key == "":
		s.list(w, r)
	case !ok:
		Refuse(w, http.StatusNotFound, "NoSuchKey")
	default:
		w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprintf("%x", md5.Sum(content))))
		http.ServeContent(w, r, "", time.Unix(1e9, 0), bytes.NewReader(content))
	}
}

// list answers a request for a listing.
func (s *Store) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	var keys []string
	for key := range s.objects {
		if strings.HasPrefix(key, query.Get("prefix")) && key > query.Get("continuation-token") {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	out := listing{IsTruncated: len(keys) > 2}
	for _, key := range keys[:min(2, len(keys))] {
		out.Contents = append(out.Contents, entry{key, "e", "2024-01-31T08:00:00.000Z", len(s.objects[key])})
		if out.IsTruncated {
			out.NextToken = key
		}
	}
	w.Header().Set("Content-Type", "application/xml")
	xml.NewEncoder(w).Encode(out)
}

// Refuse answers an error as a store does.
func Refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}
