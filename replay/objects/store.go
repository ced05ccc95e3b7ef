package objects

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Scheme begins the address of an object: s3://bucket/key.
const Scheme = "s3://"

// retries is how often a request is tried. Tests do not wait for so many.
var retries = 5

// Store is a store of objects. Any number of goroutines may use it.
type Store struct {
	client   *minio.Core
	endpoint string // as messages name it
}

// New returns the store that the environment tells: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, else that of AWS, in
// AWS_REGION or AWS_DEFAULT_REGION; with the credentials of the environment, the shared credentials file, or the machine,
// or with none.
func New() (*Store, error) {
	address := cmp.Or(os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL"), "https://s3.amazonaws.com")
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" || u.User != nil {
		return nil, errors.New("AWS_ENDPOINT_URL: expected an address as https://host:port")
	}
	options := &minio.Options{
		Secure: u.Scheme == "https", Region: cmp.Or(os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION")), MaxRetries: retries,
		Creds: credentials.NewChainCredentials([]credentials.Provider{
			&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{Client: http.DefaultClient},
		}),
	}
	usual, err := minio.DefaultTransport(options.Secure)
	if err != nil {
		return nil, err
	}
	options.Transport = listings{usual}
	client, err := minio.NewCore(u.Host, options)
	if err != nil {
		return nil, fmt.Errorf("AWS_ENDPOINT_URL: %w", err)
	}
	return &Store{client, u.Scheme + "://" + u.Host}, nil
}

// split returns the bucket and the key of an address.
func split(address string) (bucket, key string, err error) {
	bucket, key, _ = strings.Cut(strings.TrimPrefix(address, Scheme), "/")
	if bucket == "" || strings.ContainsAny(bucket, "*?[{") {
		return "", "", errors.New("expected s3://bucket/key, or a pattern behind the bucket")
	}
	return bucket, key, nil
}

// Find returns the addresses of the objects that a pattern matches, in order; a ** goes over slashes. An address without a
// pattern is that of one object.
func (s *Store) Find(ctx context.Context, pattern string) ([]string, error) {
	bucket, key, err := split(pattern)
	switch {
	case err != nil:
		return nil, err
	case key == "" || strings.HasSuffix(key, "/"):
		return nil, fmt.Errorf("it is a folder: write %s*.parquet, or ** for all that is below", strings.TrimSuffix(pattern, "/")+"/")
	case !strings.ContainsAny(key, "*?[{"):
		return []string{pattern}, nil
	case !doublestar.ValidatePattern(key):
		return nil, errors.New("a malformed pattern: quote [, ] and { with a backslash, or close them")
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var found []string
	prefix := key[:strings.IndexAny(key, "*?[{")]
	for o := range s.client.Client.ListObjects(ctx, bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, s.cause(o.Err)
		}
		if ok, _ := doublestar.Match(key, o.Key); ok && !strings.HasSuffix(o.Key, "/") {
			found = append(found, Scheme+bucket+"/"+o.Key)
		}
	}
	if len(found) == 0 {
		return nil, errors.New("no object matches the pattern")
	}
	slices.Sort(found)
	return found, nil
}

// listings passes requests on. A page of HTML is no listing, and would look like an empty one.
type listings struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (l listings) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := l.RoundTripper.RoundTrip(r)
	if err == nil && r.URL.Query().Has("list-type") && strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		answer.Body.Close()
		return nil, errHTML
	}
	return answer, err
}

var (
	errChanged = errors.New("it changed while it was read: replay it again")
	errHTML    = errors.New("a page of HTML came back")
)

// noStore is the error of what does not speak S3.
func (s *Store) noStore() error {
	return fmt.Errorf("%s does not answer as S3 does: is AWS_ENDPOINT_URL right?", s.endpoint)
}

// cause is what an error of the client is about.
func (s *Store) cause(err error) error {
	var answer minio.ErrorResponse
	if !errors.As(err, &answer) {
		if text := err.Error(); errors.Is(err, errHTML) || strings.Contains(text, "XML syntax error") || strings.Contains(text, "expected element type") {
			return s.noStore()
		}
		return err
	}
	switch {
	case answer.StatusCode == http.StatusPreconditionFailed || answer.Code == "PreconditionFailed":
		return errChanged
	case answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode == http.StatusServiceUnavailable || answer.Code == "SlowDown":
		return fmt.Errorf("%s throttles, also after %d tries: read fewer files at a time, or later", s.endpoint, retries)
	case answer.Code == "NoSuchKey":
		return errors.New("there is no such object")
	case answer.Code == "NoSuchBucket":
		return errors.New("there is no such bucket")
	case answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusUnauthorized:
		return fmt.Errorf("%s does not let us read it (%s): are the credentials right, AWS_ACCESS_KEY_ID or ~/.aws/credentials?", s.endpoint, answer.Code)
	case answer.Code == "" || answer.StatusCode == http.StatusOK || answer.Server == "" && answer.Code == http.StatusText(answer.StatusCode):
		return s.noStore()
	}
	return fmt.Errorf("%s answers %s: %s", s.endpoint, answer.Code, answer.Message)
}
