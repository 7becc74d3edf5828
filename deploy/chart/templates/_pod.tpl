{{- /* The secrets that are there: the variable that names the file, and the key in the Secret. */}}
{{- define "baton.secretFiles" -}}
{{- if .Values.secret.name -}}
{{- with .Values.secret.keys -}}
{{- if eq $.Values.database.mode "postgres" }}
{{- with .databaseUrl }}
- { variable: DATABASE_URL_FILE, key: {{ . | quote }}, path: database-url }
{{- end }}
{{- with .redisUrl }}
- { variable: REDIS_URL_FILE, key: {{ . | quote }}, path: redis-url }
{{- end }}
{{- end }}
{{- with .secretKey }}
- { variable: BATON_SECRET_KEY_FILE, key: {{ . | quote }}, path: secret-key }
{{- end }}
{{- with .apiKey }}
- { variable: BATON_API_KEY_FILE, key: {{ . | quote }}, path: api-key }
{{- end }}
{{- with .smtpUrl }}
- { variable: BATON_SMTP_URL_FILE, key: {{ . | quote }}, path: smtp-url }
{{- end }}
{{- end -}}
{{- end -}}
{{- end }}

{{- /* What the server and the migration before it share. */}}
{{- define "baton.container" -}}
image: {{ include "baton.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop: [ALL]
env:
  - name: PORT
    value: "3000"
  - name: BATON_PUBLIC_URL
    value: {{ .Values.publicUrl | trimSuffix "/" | quote }}
  - name: BATON_DEMO
    value: {{ .Values.demo | quote }}
  - name: LOG_LEVEL
    value: {{ .Values.logLevel | quote }}
  {{- with .Values.trustedProxies }}
  - name: BATON_TRUSTED_PROXIES
    value: {{ join "," . | quote }}
  {{- end }}
  {{- with .Values.egressAllow }}
  - name: BATON_EGRESS_ALLOW
    value: {{ join "," . | quote }}
  {{- end }}
  {{- range include "baton.secretFiles" . | fromYamlArray }}
  - name: {{ .variable }}
    value: /run/secrets/baton/{{ .path }}
  {{- end }}
  {{- range $name, $value := .Values.environment }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
volumeMounts:
  - name: data
    mountPath: /data
  - name: tmp
    mountPath: /tmp
  {{- if include "baton.secretFiles" . }}
  - name: secrets
    mountPath: /run/secrets/baton
    readOnly: true
  {{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
{{- end }}

{{- define "baton.pod" -}}
metadata:
  labels:
    {{- include "baton.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "baton.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  initContainers:
    # Several pods may do this at once: the store takes a lock.
    - name: migrate
      args: [migrate]
      {{- include "baton.container" . | nindent 6 }}
  containers:
    - name: baton
      {{- include "baton.container" . | nindent 6 }}
      ports:
        - name: http
          containerPort: 3000
      # Five minutes for a first start on a slow disk; until then the others are not asked.
      startupProbe:
        httpGet: { path: /startupz, port: http }
        periodSeconds: 2
        timeoutSeconds: 3
        failureThreshold: 150
      # Asks the process only: a database that is down is no reason to start again.
      livenessProbe:
        httpGet: { path: /livez, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /readyz, port: http }
        periodSeconds: 5
        timeoutSeconds: 3
        failureThreshold: 2
      lifecycle:
        preStop:
          exec:
            command: [sleep, {{ .Values.preStopSeconds | quote }}]
  {{- if include "baton.hasSeveral" . }}
  topologySpreadConstraints:
    {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "baton.selector" $ | nindent 10 }}
    {{- end }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  volumes:
    - name: tmp
      emptyDir: { medium: Memory, sizeLimit: 64Mi }
    {{- if include "baton.secretFiles" . }}
    - name: secrets
      secret:
        secretName: {{ .Values.secret.name }}
        # 0440
        defaultMode: 288
        items:
          {{- range include "baton.secretFiles" . | fromYamlArray }}
          - key: {{ .key | quote }}
            path: {{ .path }}
          {{- end }}
    {{- end }}
    {{- if eq .Values.database.mode "postgres" }}
    # Everything is in PostgreSQL, uploaded files too.
    - name: data
      emptyDir: { medium: Memory, sizeLimit: 1Mi }
    {{- else if .Values.persistence.existingClaim }}
    - name: data
      persistentVolumeClaim:
        claimName: {{ .Values.persistence.existingClaim }}
    {{- end }}
{{- end }}
