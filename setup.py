from configparser import ConfigParser
import shlex, setuptools

# note: all settings are in settings.ini; edit there, not here
config = ConfigParser(delimiters=['='])
config.read('settings.ini', encoding='utf-8')
cfg = config['DEFAULT']

cfg_keys = 'version description keywords author author_email'.split()
expected = cfg_keys + 'lib_name user branch license status min_python audience language'.split()
for o in expected: assert o in cfg, f'missing expected setting: {o}'

licenses = {'apache2': ('Apache Software License 2.0', 'OSI Approved :: Apache Software License')}
statuses = ['0 - Pre-Planning', '1 - Planning', '2 - Pre-Alpha', '3 - Alpha',
    '4 - Beta', '5 - Production/Stable', '6 - Mature', '7 - Inactive']
py_versions = '3.11 3.12 3.13 3.14'.split()
lic, lic_classifier = licenses[cfg['license'].lower()]
needs = lambda key: shlex.split(cfg.get(key, ''))

setuptools.setup(
    name = cfg['lib_name'],
    license = lic,
    classifiers = [
        'Development Status :: ' + statuses[int(cfg['status'])],
        'Intended Audience :: ' + cfg['audience'].title(),
        'Natural Language :: ' + cfg['language'].title(),
        'License :: ' + lic_classifier,
        *('Programming Language :: Python :: ' + o
          for o in py_versions[py_versions.index(cfg['min_python']):]),
    ],
    url = cfg['git_url'],
    packages = setuptools.find_packages(include=[cfg['lib_path'], cfg['lib_path'] + '.*']),
    # the small weights, and the record of how they were made
    package_data = {cfg['lib_path']: ['*.safetensors', '*.json', 'weights/*/*']},
    install_requires = needs('requirements'),
    extras_require = {'notebooks': needs('notebook_requirements'),
                      'trackers': needs('tracker_requirements'),
                      'hdf5': needs('hdf5_requirements'),
                      'parquet': needs('parquet_requirements'),
                      'pqmass': needs('pqmass_requirements'),
                      'dev': needs('notebook_requirements') + needs('dev_requirements')},
    python_requires = '>=' + cfg['min_python'],
    long_description = open('README.md', encoding='utf-8').read(),
    long_description_content_type = 'text/markdown',
    zip_safe = False,
    entry_points = {'console_scripts': cfg.get('console_scripts', '').split(),
                    'nbdev': [f"{cfg['lib_path']}={cfg['lib_path']}._modidx:d"]},
    project_urls = {'Documentation': cfg['doc_host'] + cfg.get('doc_baseurl', '')},
    **{o: cfg[o] for o in cfg_keys})
