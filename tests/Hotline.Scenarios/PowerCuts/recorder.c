/* Loaded into a hub or node before libc (LD_PRELOAD): writes down what it does to the files of one directory and what it
 * says on local sockets, in the order in which it happened, so that a disk can be made of it on which only what was synced
 * is sure. What is written down survives the process, not the machine.
 *
 *   RECORDER_ROOT     directory whose files are recorded, absolute and without links
 *   RECORDER_FILE     where records go; appended to
 *   RECORDER_SWALLOW  1: syncs are neither carried out nor recorded, as if the program had forgotten them
 *   RECORDER_DELAY    microseconds before each sync
 *   RECORDER_FAULT    while this file is there, the disk fails: it holds "write N" or "sync N", where N is the error's number
 *
 * A record is written after what it tells of succeeded, so whatever counts as synced in it was complete before the sync began.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { OPENED = 1, WRITTEN, RESIZED, SYNC_BEGAN, SYNC_ENDED, RENAMED, REMOVED, LINKED, MADE_DIRECTORY, UNKNOWN, SENT };
enum flag { CREATED = 1, EMPTIED = 2, DIRECTORY = 4 };

struct record {
    uint32_t magic;
    uint16_t kind;
    uint16_t flags;
    uint64_t time;   /* CLOCK_MONOTONIC, nanoseconds */
    uint64_t inode;
    uint64_t offset; /* of a write; new size of a file */
    uint32_t thread;
    uint32_t length; /* bytes that follow: content, or paths with a zero between them */
};

#define MAGIC 0x52435244u
#define MAX_DESCRIPTOR 65536
#define MAX_SENT 4096

static uint64_t inodes[MAX_DESCRIPTOR]; /* 0: not recorded */
static int file = -1;
static char root[PATH_MAX];
static size_t root_length;
static int swallow;
static useconds_t delay;
static const char *fault;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
    const char *at = getenv("RECORDER_ROOT"), *to = getenv("RECORDER_FILE"), *lie = getenv("RECORDER_SWALLOW"), *wait = getenv("RECORDER_DELAY");
    if (!at || !to || strlen(at) >= sizeof root) return;
    strcpy(root, at);
    root_length = strlen(root);
    swallow = lie && *lie == '1';
    delay = wait ? (useconds_t)atoi(wait) : 0;
    fault = getenv("RECORDER_FAULT");
    file = (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int recording(void)
{
    pthread_once(&once, begin);
    return file >= 0;
}

static void put(enum kind kind, int flags, uint64_t inode, uint64_t offset, const struct iovec *content, int count)
{
    int before = errno;
    struct timespec now;
    struct iovec parts[IOV_MAX];
    struct record record = { MAGIC, (uint16_t)kind, (uint16_t)flags, 0, inode, offset, (uint32_t)syscall(SYS_gettid), 0 };
    clock_gettime(CLOCK_MONOTONIC, &now);
    record.time = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    if (count > IOV_MAX - 1) abort();
    parts[0] = (struct iovec){ &record, sizeof record };
    for (int at = 0; at < count; at++) {
        parts[at + 1] = content[at];
        record.length += (uint32_t)content[at].iov_len;
    }
    /* One call: with O_APPEND, records of several threads do not mix. */
    if (syscall(SYS_writev, file, parts, count + 1) != (long)(sizeof record + record.length)) abort();
    errno = before;
}

static void put_bytes(enum kind kind, int flags, uint64_t inode, uint64_t offset, const void *bytes, size_t length)
{
    struct iovec one = { (void *)bytes, length };
    put(kind, flags, inode, offset, &one, length > 0 ? 1 : 0);
}

/* Absolute path, whether or not it is recorded. */
static int is_recorded(int directory, const char *path, char *full)
{
    if (!recording() || !path) return 0;
    if (*path == '/') {
        if (strlen(path) >= PATH_MAX) return 0;
        strcpy(full, path);
    } else {
        if (directory != AT_FDCWD || !getcwd(full, PATH_MAX) || strlen(full) + strlen(path) + 2 > PATH_MAX) return 0;
        strcat(strcat(full, "/"), path);
    }
    return strncmp(full, root, root_length) == 0 && (full[root_length] == '/' || full[root_length] == 0);
}

static uint64_t inode_of(int descriptor)
{
    return descriptor >= 0 && descriptor < MAX_DESCRIPTOR ? inodes[descriptor] : 0;
}

/* Error that the disk has just now for "write" or "sync"; 0 for none. */
static int fault_of(const char *what)
{
    char text[32] = { 0 };
    int before = errno, number = 0;
    int descriptor = fault ? (int)syscall(SYS_openat, AT_FDCWD, fault, O_RDONLY | O_CLOEXEC, 0) : -1;
    if (descriptor >= 0) {
        if (syscall(SYS_read, descriptor, text, sizeof text - 1) > 0 && strncmp(text, what, strlen(what)) == 0) number = atoi(text + strlen(what));
        syscall(SYS_close, descriptor);
    }
    errno = before;
    return number;
}

#define FAIL_IF(descriptor, what) do { int number = inode_of(descriptor) ? fault_of(what) : 0; if (number) { errno = number; return -1; } } while (0)

#define NEXT(name) static __typeof__(name) *next; if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int opened(int descriptor, const char *full, int flags, int existed)
{
    struct stat stat;
    int before = errno;
    if (descriptor >= 0 && descriptor < MAX_DESCRIPTOR && fstat(descriptor, &stat) == 0) {
        int what = (existed ? 0 : CREATED) | ((flags & O_TRUNC) && existed ? EMPTIED : 0) | (S_ISDIR(stat.st_mode) ? DIRECTORY : 0);
        inodes[descriptor] = stat.st_ino;
        put_bytes(OPENED, what, stat.st_ino, 0, full, strlen(full));
    }
    errno = before;
    return descriptor;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...)
{
    char full[PATH_MAX];
    MODE(flags);
    NEXT(open);
    if (!is_recorded(AT_FDCWD, path, full)) return next(path, flags, mode);
    int existed = access(full, F_OK) == 0;
    return opened(next(path, flags, mode), full, flags, existed);
}

int open64(const char *path, int flags, ...)
{
    char full[PATH_MAX];
    MODE(flags);
    NEXT(open64);
    if (!is_recorded(AT_FDCWD, path, full)) return next(path, flags, mode);
    int existed = access(full, F_OK) == 0;
    return opened(next(path, flags, mode), full, flags, existed);
}

int openat(int directory, const char *path, int flags, ...)
{
    char full[PATH_MAX];
    MODE(flags);
    NEXT(openat);
    if (!is_recorded(directory, path, full)) return next(directory, path, flags, mode);
    int existed = access(full, F_OK) == 0;
    return opened(next(directory, path, flags, mode), full, flags, existed);
}

int close(int descriptor)
{
    NEXT(close);
    if (descriptor >= 0 && descriptor < MAX_DESCRIPTOR) inodes[descriptor] = 0;
    return next(descriptor);
}

static void written(int descriptor, uint64_t offset, const struct iovec *parts, int count, ssize_t length)
{
    struct iovec done[IOV_MAX];
    int used = 0;
    for (int at = 0; at < count && length > 0; at++) {
        size_t part = parts[at].iov_len < (size_t)length ? parts[at].iov_len : (size_t)length;
        done[used++] = (struct iovec){ parts[at].iov_base, part };
        length -= (ssize_t)part;
    }
    put(WRITTEN, 0, inode_of(descriptor), offset, done, used);
}

static void written_at_end(int descriptor, const struct iovec *parts, int count, ssize_t length)
{
    off_t end = lseek(descriptor, 0, SEEK_CUR);
    written(descriptor, (uint64_t)(end - length), parts, count, length);
}

static void sent(int descriptor, const void *bytes, size_t length)
{
    int domain = 0, before = errno;
    socklen_t size = sizeof domain;
    if (recording() && getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX)
        put_bytes(SENT, 0, 0, 0, bytes, length < MAX_SENT ? length : MAX_SENT);
    errno = before;
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    NEXT(write);
    FAIL_IF(descriptor, "write");
    ssize_t done = next(descriptor, bytes, length);
    struct iovec one = { (void *)bytes, length };
    if (done > 0 && inode_of(descriptor)) written_at_end(descriptor, &one, 1, done);
    return done;
}

ssize_t writev(int descriptor, const struct iovec *parts, int count)
{
    NEXT(writev);
    FAIL_IF(descriptor, "write");
    ssize_t done = next(descriptor, parts, count);
    if (done > 0 && inode_of(descriptor)) written_at_end(descriptor, parts, count, done);
    return done;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset)
{
    NEXT(pwrite);
    FAIL_IF(descriptor, "write");
    ssize_t done = next(descriptor, bytes, length, offset);
    struct iovec one = { (void *)bytes, length };
    if (done > 0 && inode_of(descriptor)) written(descriptor, (uint64_t)offset, &one, 1, done);
    return done;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset)
{
    NEXT(pwrite64);
    FAIL_IF(descriptor, "write");
    ssize_t done = next(descriptor, bytes, length, offset);
    struct iovec one = { (void *)bytes, length };
    if (done > 0 && inode_of(descriptor)) written(descriptor, (uint64_t)offset, &one, 1, done);
    return done;
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset)
{
    NEXT(pwritev);
    FAIL_IF(descriptor, "write");
    ssize_t done = next(descriptor, parts, count, offset);
    if (done > 0 && inode_of(descriptor)) written(descriptor, (uint64_t)offset, parts, count, done);
    return done;
}

ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off64_t offset)
{
    NEXT(pwritev64);
    FAIL_IF(descriptor, "write");
    ssize_t done = next(descriptor, parts, count, offset);
    if (done > 0 && inode_of(descriptor)) written(descriptor, (uint64_t)offset, parts, count, done);
    return done;
}

static int resized(int result, int descriptor, uint64_t size)
{
    if (result == 0 && inode_of(descriptor)) put(RESIZED, 0, inode_of(descriptor), size, NULL, 0);
    return result;
}

int ftruncate(int descriptor, off_t size)
{
    NEXT(ftruncate);
    return resized(next(descriptor, size), descriptor, (uint64_t)size);
}

int ftruncate64(int descriptor, off64_t size)
{
    NEXT(ftruncate64);
    return resized(next(descriptor, size), descriptor, (uint64_t)size);
}

static void unknown(const char *call)
{
    put_bytes(UNKNOWN, 0, 0, 0, call, strlen(call));
}

int fallocate64(int descriptor, int mode, off64_t offset, off64_t length)
{
    NEXT(fallocate64);
    int result = next(descriptor, mode, offset, length);
    if (result == 0 && inode_of(descriptor)) unknown("fallocate64");
    return result;
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t length)
{
    NEXT(posix_fallocate64);
    int result = next(descriptor, offset, length);
    if (result == 0 && inode_of(descriptor)) unknown("posix_fallocate64");
    return result;
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t length)
{
    NEXT(sendfile64);
    ssize_t done = next(out, in, offset, length);
    if (done > 0 && inode_of(out)) unknown("sendfile64");
    return done;
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned int flags)
{
    NEXT(copy_file_range);
    ssize_t done = next(in, from, out, to, length, flags);
    if (done > 0 && inode_of(out)) unknown("copy_file_range");
    return done;
}

static int sync_file(int (*next)(int), int descriptor)
{
    uint64_t inode = inode_of(descriptor);
    if (!inode) return next(descriptor);
    if (swallow) return 0;
    FAIL_IF(descriptor, "sync");
    put(SYNC_BEGAN, 0, inode, 0, NULL, 0);
    if (delay) usleep(delay);
    int result = next(descriptor);
    if (result == 0) put(SYNC_ENDED, 0, inode, 0, NULL, 0);
    return result;
}

int fsync(int descriptor)
{
    NEXT(fsync);
    return sync_file(next, descriptor);
}

int fdatasync(int descriptor)
{
    NEXT(fdatasync);
    return sync_file(next, descriptor);
}

static int moved(int result, enum kind kind, int from_directory, const char *from, int to_directory, const char *to)
{
    char full_from[PATH_MAX], full_to[PATH_MAX];
    int before = errno;
    int here = is_recorded(to_directory, to, full_to), there = is_recorded(from_directory, from, full_from);
    if (result == 0 && here && there) {
        struct iovec paths[2] = { { full_from, strlen(full_from) + 1 }, { full_to, strlen(full_to) } };
        put(kind, 0, 0, 0, paths, 2);
    } else if (result == 0 && (here || there)) {
        unknown("rename across the directory");
    }
    errno = before;
    return result;
}

int rename(const char *from, const char *to)
{
    NEXT(rename);
    return moved(next(from, to), RENAMED, AT_FDCWD, from, AT_FDCWD, to);
}

int link(const char *from, const char *to)
{
    NEXT(link);
    return moved(next(from, to), LINKED, AT_FDCWD, from, AT_FDCWD, to);
}

int unlink(const char *path)
{
    char full[PATH_MAX];
    NEXT(unlink);
    int result = next(path);
    if (result == 0 && is_recorded(AT_FDCWD, path, full)) put_bytes(REMOVED, 0, 0, 0, full, strlen(full));
    return result;
}

int mkdir(const char *path, mode_t mode)
{
    char full[PATH_MAX];
    NEXT(mkdir);
    int result = next(path, mode);
    if (result == 0 && is_recorded(AT_FDCWD, path, full)) put_bytes(MADE_DIRECTORY, 0, 0, 0, full, strlen(full));
    return result;
}

ssize_t send(int descriptor, const void *bytes, size_t length, int flags)
{
    NEXT(send);
    sent(descriptor, bytes, length);
    return next(descriptor, bytes, length, flags);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags)
{
    NEXT(sendmsg);
    for (size_t at = 0; at < message->msg_iovlen; at++) sent(descriptor, message->msg_iov[at].iov_base, message->msg_iov[at].iov_len);
    return next(descriptor, message, flags);
}
